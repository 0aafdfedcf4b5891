"""Trains as job.json says. Started by the files in launch/; `--check` takes one step on slice.jsonl and writes check/first-step.json."""

import json
import sys
from pathlib import Path

from accelerate import PartialState
from datasets import load_dataset

from rows import HERE, JOB, encode, load_tokenizer, pair_length

def fitting(rows, length):
    """The rows that fit a pack; the others are counted and left out, never cut."""
    kept = rows.filter(lambda row: length(row) <= JOB["pack"])
    if PartialState().is_main_process:
        print(f"{len(kept)} rows; {len(rows) - len(kept)} longer than {JOB['pack']} tokens were skipped", flush=True)
    if len(kept) == 0:
        sys.exit(f"error: no row of the data fits {JOB['pack']} tokens; make the job anew with a longer --pack")
    return kept


def load_rows(path, tokenizer):
    with PartialState().main_process_first():
        rows = load_dataset("json", data_files=str(path), split="train")
        if JOB["stage"] == "dpo":
            return fitting(rows, lambda row: pair_length(row, tokenizer))
        encoded = rows.map(encode, fn_kwargs={"tokenizer": tokenizer}, remove_columns=rows.column_names)
        return fitting(encoded, lambda row: len(row["input_ids"]))


def main():
    check = "--check" in sys.argv[1:]
    arguments = dict(JOB["arguments"])
    for key in ("deepspeed", "fsdp_config"):
        if key in arguments:
            arguments[key] = str(HERE / arguments[key])
    arguments["output_dir"] = str(HERE / ("check" if check else arguments["output_dir"]))
    if check:
        arguments.update(max_steps=1, gradient_accumulation_steps=1, save_strategy="no")
    tokenizer = load_tokenizer()
    if JOB["stage"] == "dpo":
        from trl import DPOConfig as Config
        from trl import DPOTrainer as Trainer
    else:
        from trl import SFTConfig as Config
        from trl import SFTTrainer as Trainer
    # The arguments first: they set up the engine that loading the model needs.
    settings = Config(**arguments)
    rows = load_rows(HERE / ("slice.jsonl" if check else "data.jsonl"), tokenizer)
    trainer = Trainer(model=JOB["base"], args=settings, train_dataset=rows, processing_class=tokenizer)
    resume = None if check else any(Path(settings.output_dir).glob("checkpoint-*"))
    trainer.train(resume_from_checkpoint=resume)
    if check:
        if trainer.is_world_process_zero():
            Path(settings.output_dir, "first-step.json").write_text(json.dumps(trainer.state.log_history[0]), encoding="utf-8")
        return
    trainer.save_model()
    tokenizer.save_pretrained(settings.output_dir)


if __name__ == "__main__":
    main()
