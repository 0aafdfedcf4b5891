"""What of a row is learnt, in the job's chat template: ids, labels, lengths."""

import json
import sys
from pathlib import Path

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


def length(row, tokenizer):
    """Tokens that a row takes in a pack."""
    return pair_length(row, tokenizer) if JOB["stage"] == "dpo" else len(encode(row, tokenizer)["input_ids"])
