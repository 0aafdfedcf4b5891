#!/usr/bin/env bash
# Times whole documents with the embedded model, process start and model load included: words asked for, words written, S_l, seconds,
# prefilled tokens over the document's own.
#
#   bench/write.sh [WORDS...]     default: 1000 5000 10000 20000, each three times with seeds 1 to 3
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 1000 5000 10000 20000
dotnet build -c Release src/LongWriter.Cli -v quiet >&2
longwriter=artifacts/bin/LongWriter.Cli/release/LongWriter.Cli
folder=$(mktemp -d)
export LONGWRITER_HOME=$folder
trap 'rm -rf "$folder"' EXIT
echo "| asked | seed | written | S_l | seconds | words/s | prefill/document |"
echo "|---|---|---|---|---|---|---|"
for words in "$@"; do
  for seed in 1 2 3; do
    start=$(date +%s.%N)
    "$longwriter" write "Write a $words-word article on the history of the Roman Empire" --seed "$seed" -o "$folder/text.md" --json >"$folder/result.json" 2>/dev/null
    end=$(date +%s.%N)
    field() { grep -o "\"$1\": *[0-9.]*" "$folder/result.json" | head -1 | sed 's/.*: *//'; }
    awk -v a="$words" -v s="$seed" -v w="$(field words)" -v l="$(field length_score)" -v t0="$start" -v t1="$end" -v p="$(field prompt)" -v c="$(field cached)" -v k="$(field completion)" \
      'BEGIN { t = t1 - t0; printf "| %d | %d | %d | %.1f | %.1f | %.0f | %.2f |\n", a, s, w, l, t, w / t, (p - c) / k }'
  done
done
