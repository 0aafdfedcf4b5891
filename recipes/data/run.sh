#!/usr/bin/env bash
# From a list of instructions to a selection, a data set, preference pairs and their cards, offline, with the embedded model.
#
#   recipes/data/run.sh           200 instructions, some minutes on two cores
#   recipes/data/run.sh --smoke   the first 20 of them, about a minute
#
# Stopped at any point, it goes on where it was: nothing is written twice. Another model: LONGWRITER_MODEL=anthropic/… recipes/data/run.sh
# Output: out/data (or out/data-smoke): selected.jsonl and its verdicts, lengths.md, set/ with the data set and its card, mixed, capped and paired files with theirs.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=out/data rows=200 samples=3
case "${1:-}" in
  "") ;;
  --smoke) out=out/data-smoke rows=20 samples=2 ;;
  *) echo "unknown argument '$1'; see the head of $0" >&2; exit 2 ;;
esac

dotnet build -c Release src/LongWriter.Cli -v quiet
longwriter=artifacts/bin/LongWriter.Cli/release/LongWriter.Cli

mkdir -p "$out"
head -n "$rows" recipes/data/instructions.jsonl > "$out/instructions.jsonl"

echo "== select: the instructions that state a length, clear of the official prompts and of one another" >&2
"$longwriter" data select --in "$out/instructions.jsonl" -o "$out/selected.jsonl" --languages en --min-words 50 --bad refuse > "$out/lengths.md"

echo "== build: an answer to every instruction selected; the good ones are kept" >&2
"$longwriter" data build --in "$out/selected.jsonl" -o "$out/set" --recipe strict --seed 1 --bad refuse

echo "== check, stats" >&2
"$longwriter" data check "$out/set/data.parquet"
"$longwriter" data stats "$out/set/data.jsonl" --html "$out/stats.html"

echo "== cap, mix: the short answers alone; and all of them with short ones as a general set" >&2
"$longwriter" data cap "$out/set/data.jsonl" --words 150 -o "$out/short.jsonl"
"$longwriter" data mix "$out/set/data.jsonl" --with "$out/short.jsonl" --ratio 0.1 -o "$out/mixed.jsonl" --seed 1
"$longwriter" data check "$out/mixed.jsonl"

echo "== pairs: $samples answers to each instruction, the best against a worse one" >&2
"$longwriter" data pairs --in "$out/selected.jsonl" -o "$out/pairs.jsonl" --judge none -k "$samples" --seed 1
"$longwriter" data check "$out/pairs.jsonl"
"$longwriter" data stats "$out/pairs.jsonl"

echo "done: $out/set/README.md and $out/pairs.card.md say what there is" >&2
