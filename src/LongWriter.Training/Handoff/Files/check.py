"""Compares the first step here with longwriter-train's.

python check.py slice                     writes slice.jsonl (and ours.jsonl, its rows for longwriter-train) from the data's first rows
python check.py compare OURS/train.jsonl  compares with check/first-step.json, which `launch/torchrun.sh --check` wrote
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
JOB = json.loads((HERE / "job.json").read_text(encoding="utf-8"))

# bf16 here against fp32 there; a wrong template, mask or normalisation is off by far more.
TOLERANCE = 0.01


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def write(path, rows):
    Path(path).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def make_slice():
    """SFT: the first rows that share one pack, so that the pack's loss is the step's. DPO: the first pair that fits."""
    from rows import length, load_tokenizer

    tokenizer, taken, places = load_tokenizer(), [], 0
    for row in lines(HERE / "data.jsonl"):
        more = length(row, tokenizer)
        if places + more > JOB["pack"]:
            if taken:
                break
            continue
        taken.append(row)
        places += more
        if JOB["stage"] == "dpo":
            break
    if not taken:
        sys.exit(f"error: no row of data.jsonl fits {JOB['pack']} tokens")
    write(HERE / "slice.jsonl", taken)
    write(HERE / "ours.jsonl", [{"messages": row["prompt"] + row["completion"]} if "completion" in row else row for row in taken])
    print(f"{len(taken)} rows, {places} tokens -> slice.jsonl, ours.jsonl")


def compare(path):
    ours = next(lines(path))
    theirs = json.loads((HERE / "check" / "first-step.json").read_text(encoding="utf-8"))
    if JOB["stage"] == "dpo":
        # The first DPO loss is ln 2 whatever the model; the chosen answer's log-probability is not.
        a, b, name = -ours["chosen_loss"] * ours["chosen_tokens"], theirs["logps/chosen"], "log-probability of the chosen answer"
    else:
        a, b, name = ours["loss"], theirs["loss"], "loss"
    apart = abs(a - b) / max(abs(a), 1e-9)
    print(f"{name} of the first step: longwriter-train {a:.5f}, here {b:.5f}, {apart:.3%} apart")
    if apart > TOLERANCE:
        sys.exit(f"error: more than {TOLERANCE:.0%} apart; compare template, labels and weights before you train")


if __name__ == "__main__":
    if sys.argv[1:] == ["slice"]:
        make_slice()
    elif len(sys.argv) == 3 and sys.argv[1] == "compare":
        compare(sys.argv[2])
    else:
        sys.exit(__doc__)
