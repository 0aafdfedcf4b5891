"""Writes prepared/: the rows of data.jsonl, and of slice.jsonl where check.py made one, as LLaMA-Factory reads them.

Prompts are put in the job's chat template here, so that LLaMA-Factory adds nothing but the answer's end. Rows that are longer than
a pack are counted and left out; LLaMA-Factory would cut them.
"""

import json
import sys

from rows import HERE, JOB, length, load_tokenizer

PAIRS = JOB["stage"] == "dpo"
COLUMNS = {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"} if PAIRS else {"prompt": "prompt", "response": "answer"}


def prepared(row, tokenizer):
    if row.get("text") is not None:
        return {"prompt": tokenizer.bos_token or JOB["end_of_turn"], "answer": row["text"]}
    prompt = tokenizer.apply_chat_template(row["prompt"], add_generation_prompt=True, tokenize=False)
    if PAIRS:
        return {"prompt": prompt, "chosen": row["chosen"][0]["content"], "rejected": row["rejected"][0]["content"]}
    return {"prompt": prompt, "answer": row["completion"][0]["content"]}


def main():
    tokenizer, target, about = load_tokenizer(), HERE / "prepared", {}
    target.mkdir(exist_ok=True)
    for name in ("data", "slice"):
        source = HERE / f"{name}.jsonl"
        if not source.exists():
            continue
        kept = skipped = 0
        with open(source, encoding="utf-8") as rows, open(target / source.name, "w", encoding="utf-8") as file:
            for line in rows:
                row = json.loads(line)
                if length(row, tokenizer) > JOB["pack"]:
                    skipped += 1
                    continue
                file.write(json.dumps(prepared(row, tokenizer), ensure_ascii=False) + "\n")
                kept += 1
        print(f"{name}: {kept} rows; {skipped} longer than {JOB['pack']} tokens were skipped")
        if kept == 0:
            sys.exit(f"error: no row of {source.name} fits {JOB['pack']} tokens; make the job anew with a longer --pack")
        about[name] = {"file_name": source.name, "formatting": "alpaca", "ranking": PAIRS, "columns": COLUMNS}
    (target / "dataset_info.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
