"""Trains as job.json says. Started by the files in launch/; `--check` takes one step on slice.jsonl and writes check/first-step.json."""

import json
import sys
from pathlib import Path

from accelerate import PartialState
from datasets import load_dataset
from transformers import AutoTokenizer

HERE = Path(__file__).resolve().parent
JOB = json.loads((HERE / "job.json").read_text(encoding="utf-8"))


def load_tokenizer():
    tokenizer = AutoTokenizer.from_pretrained(JOB["base"])
    known = tokenizer.get_vocab()
    missing = [token for token in JOB["special_tokens"] if token not in known]
    if missing:
        sys.exit(f"error: the vocabulary of {JOB['base']} lacks {', '.join(missing)} of the chat template {JOB['template']}")
    tokenizer.chat_template = (HERE / "chat_template.jinja").read_text(encoding="utf-8")
    tokenizer.eos_token = JOB["end_of_turn"]
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def tokens(tokenizer, text):
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def encode(row, tokenizer):
    """Ids and labels of one row: the answer and its end are learnt, of prose everything but the first token."""
    end = tokenizer.convert_tokens_to_ids(JOB["end_of_turn"])
    if row.get("text") is not None:
        first = end if tokenizer.bos_token_id is None else tokenizer.bos_token_id
        ids = [first, *tokens(tokenizer, row["text"]), end]
        return {"input_ids": ids, "labels": [-100, *ids[1:]]}
    prompt = tokens(tokenizer, tokenizer.apply_chat_template(row["prompt"], add_generation_prompt=True, tokenize=False))
    answer = [*tokens(tokenizer, row["completion"][0]["content"]), end]
    return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}


def pair_length(row, tokenizer):
    """Tokens of both answers of a pair, each with its prompt in front."""
    return sum(
        len(encode({"prompt": row["prompt"], "completion": row[side]}, tokenizer)["input_ids"]) for side in ("chosen", "rejected")
    )


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
