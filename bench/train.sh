#!/usr/bin/env bash
# Speed and memory of training steps; figures in docs/benchmarks/training.md.
#
#   bench/train.sh beside [MILLIONS...]   steps beside PyTorch's, Debian's python3-torch, in turn: on two threads and on one, for each a sequence of 2,048 tokens; default 1 5 15 M weights
#   bench/train.sh bf16 [MILLIONS...]     bf16 products over fp32 masters beside fp32, both ours
#   bench/train.sh share [MILLIONS...]    what attention takes of a step over packs of documents of 250 to 500 tokens, ours and libtorch's
#   bench/train.sh short                  a step of sequences of one token beside one of 4,096 tokens, 15 M weights
#   bench/train.sh padding [MILLIONS...]  the same samples packed and padded
#   bench/train.sh memory                 50 M weights, peak memory: 8,192 and 16,384 tokens, 32,768 with recomputation, the plan beside them
#
# ROUNDS=3 and STEPS=2 set how often the sides are run in turn and how many steps of each run are timed (after one that is not).
set -euo pipefail
cd "$(dirname "$0")/.."
python=/usr/bin/python3
rounds=${ROUNDS:-3} steps=${STEPS:-2}

# The same for both sides; recipes/nano/run.sh says why.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=2000000000 MALLOC_TOP_PAD_=67108864

dotnet build -c Release bench/LongWriter.TrainBench -v quiet >&2
bench=artifacts/bin/LongWriter.TrainBench/release/LongWriter.TrainBench
train=artifacts/bin/LongWriter.Training/release/longwriter-train
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

threads=2

# Runs the sides of an array of "name|command" in turn and prints for each: first and last loss, tokens/s from the median step; the same from
# processor time, which says more where other work shares the machine; peak memory.
in_turn() {
  for ((round = 0; round < rounds; round++)); do
    for side in "$@"; do
      ${side#*|} >>"$folder/${side%%|*}.times"
    done
  done
  for side in "$@"; do
    name=${side%%|*}
    median=$(cut -d' ' -f6- "$folder/$name.times" | tr ' ' '\n' | sort -n | awk '{ s[NR] = $1 } END { print s[int((NR + 1) / 2)] }')
    read -r loss last tokens peak _ <"$folder/$name.times"
    processor=$(cut -d' ' -f5 "$folder/$name.times" | sort -n | awk '{ s[NR] = $1 } END { print s[int((NR + 1) / 2)] }')
    awk -v n="$name" -v l="$loss | $last" -v t="$tokens" -v m="$median" -v p="$peak" -v c="$processor" -v k="$threads" 'BEGIN { printf "| %s | %s | %.3f | %.0f | %.3f | %.0f | %d |\n", n, l, m, t / m, c, t * k / c, p }'
    rm "$folder/$name.times"
  done
  echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
}

title() { echo; echo "$1"; echo; echo "| side | first loss | last loss | seconds a step | tokens/s | processor seconds | tokens/s of the processors | peak MB |"; echo "|---|---|---|---|---|---|---|---|"; }

beside() {
  if ! "$python" -c 'import torch' 2>/dev/null; then
    echo "installing python3-torch and libopenblas0-pthread (Debian's default BLAS is the slow reference one)" >&2
    apt-get install -y -qq python3-torch libopenblas0-pthread >&2
  fi
  echo "$("$python" -c 'import torch; print("Python: torch", torch.__version__)'), ours: libtorch 2.10; two versions of libtorch are compared, and two BLAS"
  for size in "$@"; do
    for threads in 2 1; do
      title "$size M weights, $threads × 2,048 tokens, $threads threads"
      "$bench" make "$folder/$size" "$size" "$threads" 2048
      in_turn "python|$python bench/train.py $folder/$size $threads $steps" \
        "written|$bench time $folder/$size written fp32 $threads $steps" \
        "library|$bench time $folder/$size library fp32 $threads $steps" \
        "own|$bench time $folder/$size own fp32 $threads $steps"
    done
  done
}

bf16() {
  grep -q avx512f /proc/cpuinfo && echo "this processor has AVX-512" || echo "this processor has no AVX-512: libtorch emulates bf16 products"
  for size in "$@"; do
    "$bench" make "$folder/$size" "$size" 2 2048
    title "$size M weights, 2 × 2,048 tokens, 2 threads"
    in_turn "fp32|$bench time $folder/$size own fp32 2 $steps" "bf16|$bench time $folder/$size library bf16 2 $steps"
  done
}

share() {
  for size in "$@"; do
    for pack in 8192 32768; do
      "$bench" make "$folder/$size-$pack" "$size" 2 "$pack" 250 500
      title "$size M weights, 2 packs of $pack tokens, documents of 250 to 500, 2 threads"
      in_turn "own|$bench time $folder/$size-$pack own fp32 2 1" \
        "library|$bench time $folder/$size-$pack library fp32 2 1" \
        "none|$bench time $folder/$size-$pack none fp32 2 1"
    done
  done
}

memory() {
  for length in 8192 16384 32768; do
    "$bench" make "$folder/50-$length" 50 1 "$length" 2048 2048
    "$train" plan --model "$folder/50-$length/config.json" --pack "$length" --replicas 1 --precision fp32 | grep 'in all' | head -2
    [ "$length" = 32768 ] || echo "$length: $("$bench" time "$folder/50-$length" own fp32 1 0)"
    [ "$length" = 8192 ] || echo "$length, recomputed: $("$bench" time "$folder/50-$length" own fp32 1 0 recompute)"
  done
}

verb=${1:-}
shift || true
[ $# -gt 0 ] || set -- 1 5 15
case "$verb" in
  beside | bf16 | share) "$verb" "$@" ;;
  short) "$bench" make "$folder/15" 15 2 2048; "$bench" short "$folder/15" 9 ;;
  padding) for size in "$@"; do "$bench" make "$folder/$size" "$size" 1 16; "$bench" padding "$folder/$size" "$rounds"; done ;;
  memory) memory ;;
  *) echo "see the head of $0" >&2; exit 2 ;;
esac
