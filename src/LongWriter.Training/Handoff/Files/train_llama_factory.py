"""Trains as job.json says, by LLaMA-Factory. Started by the files in launch/; `--check` takes one step on slice.jsonl and writes check/first-step.json."""

import json
import os
import sys
from pathlib import Path

from llamafactory.data.formatter import StringFormatter
from llamafactory.data.template import register_template
from llamafactory.train.tuner import run_exp

from rows import HERE, JOB, load_tokenizer


def main():
    check = "--check" in sys.argv[1:]
    # The arguments are the job's; LLaMA-Factory would read those of the command line too.
    sys.argv = sys.argv[:1]
    if not (HERE / "prepared" / ("slice.jsonl" if check else "data.jsonl")).exists():
        sys.exit(f"error: prepared/ is missing; run {'python check.py slice and ' if check else ''}python prepare.py first")
    arguments = dict(JOB["arguments"])
    arguments["deepspeed"] = str(HERE / arguments["deepspeed"])
    arguments["dataset_dir"] = str(HERE / "prepared")
    arguments["output_dir"] = str(HERE / ("check" if check else arguments["output_dir"]))
    if check:
        arguments.update(dataset="slice", max_steps=1, gradient_accumulation_steps=1, save_strategy="no")
    # prepare.py put the prompts in the chat template already.
    register_template(
        name=arguments["template"],
        format_user=StringFormatter(slots=["{{content}}"]),
        format_assistant=StringFormatter(slots=["{{content}}", {"token": JOB["end_of_turn"]}]),
    )
    run_exp(arguments)
    if os.environ.get("RANK", "0") != "0":
        return
    target = Path(arguments["output_dir"])
    if check:
        steps = json.loads((target / "trainer_state.json").read_text(encoding="utf-8"))["log_history"]
        (target / "first-step.json").write_text(json.dumps(steps[0]), encoding="utf-8")
        return
    # The model states the job's template and the end of its turn, not those that LLaMA-Factory made up.
    load_tokenizer().save_pretrained(target)


if __name__ == "__main__":
    main()
