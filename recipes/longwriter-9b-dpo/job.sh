#!/usr/bin/env bash
# Writes the job of this recipe: recipes/longwriter-9b-dpo/job.sh SFT_MODEL PAIRS.JSONL OUT [further options of handoff]
set -euo pipefail
model="${1:?model of recipes/longwriter-9b}" data="${2:?rows of pairs (JSONL)}" out="${3:?folder to write}"
root="$(cd "$(dirname "$0")/../.." && pwd)"
dotnet build -c Release "$root/src/LongWriter.Training" -v quiet
"$root/artifacts/bin/LongWriter.Training/release/longwriter-train" handoff --engine deepspeed --stage dpo --base "$model" --template glm4 \
  --data "$data" --out "$out" --nodes 1 --gpus 8 --pack 24576 --batch 64 --steps 250 --lr 5e-7 --beta 0.1 "${@:4}"
