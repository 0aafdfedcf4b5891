#!/usr/bin/env bash
# Writes the job of this recipe: recipes/longwriter-8b/job.sh SFT.JSONL OUT [further options of handoff]
set -euo pipefail
data="${1:?rows of chats (JSONL)}" out="${2:?folder to write}"
root="$(cd "$(dirname "$0")/../.." && pwd)"
dotnet build -c Release "$root/src/LongWriter.Training" -v quiet
"$root/artifacts/bin/LongWriter.Training/release/longwriter-train" handoff --engine deepspeed --base meta-llama/Llama-3.1-8B --template inst \
  --data "$data" --out "$out" --nodes 1 --gpus 8 --pack 32768 --batch 8 --lr 1e-5 "${@:3}"
