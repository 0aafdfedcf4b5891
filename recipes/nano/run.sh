#!/usr/bin/env bash
# Makes the embedded model from nothing but this repository: corpus, vocabulary, four training stages, GGUF.
#
#   recipes/nano/run.sh                 everything, under two hours on two cores; each stage is resumable
#   recipes/nano/run.sh --smoke         the same road with 0.3 M parameters in under five minutes
#   recipes/nano/run.sh --from weights  go on from the committed weights: the last two stages once more, over new text
#
# Output: out/nano (or out/nano-smoke); the model is OUT/longwriter-nano.gguf.
set -euo pipefail
cd "$(dirname "$0")/../.."

smoke=false from=""
while [ $# -gt 0 ]; do
  case "$1" in
    --smoke) smoke=true ;;
    --from) from="${2:?--from needs a folder of recipes/nano}"; shift ;;
    *) echo "unknown argument '$1'; see the head of $0" >&2; exit 2 ;;
  esac
  shift
done

if $smoke; then
  out=out/nano-smoke config=recipes/nano/smoke.json size=2048 slots=31
  #      stage      mixture    words   steps pack batch lr   learn
  stages=("prose      prose      60000    60   512   2   3e-3 everything"
          "agentwrite agentwrite 60000    30  1536   2   2e-3 everything"
          "long       long       60000     4  6144   2   1e-3 everything"
          "answers    long       60000     2  6144   2   1e-3 answer")
else
  out=out/nano config=recipes/nano/nano.json size=12544 slots=127
  stages=("prose      prose      4000000 2400  1024   2   2e-3   everything"
          "agentwrite agentwrite 9500000 2900  2048   2   2e-3   everything"
          "long       long       8000000  800  6144   2   1.2e-3 everything"
          "answers    long       2400000  200  6144   2   6e-4   answer")
fi

dotnet build -c Release recipes/nano/LongWriter.Nano -v quiet
dotnet build -c Release src/LongWriter.Training -v quiet
nano=artifacts/bin/LongWriter.Nano/release/longwriter-nano
train=artifacts/bin/LongWriter.Training/release/longwriter-train
bank=recipes/nano/bank

# Large temporaries come and go with every operation: glibc is told to keep them on its heap, on huge pages, and not to hand them
# back in between. All three limits belong together: setting one switches off the automatic growth of the others, and page faults
# then cost a quarter of the time.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=2000000000 MALLOC_TOP_PAD_=67108864

mkdir -p "$out"
if [ ! -f "$out/tokenizer.json" ]; then
  "$nano" corpus --bank "$bank" --mixture vocabulary --words $($smoke && echo 200000 || echo 24000000) --seed 11 --out "$out/vocabulary.jsonl"
  "$train" tokenizer --data "$out/vocabulary.jsonl" --out "$out/tokenizer.json" --size "$size" --least $($smoke && echo 3 || echo 7) --slots "$slots"
fi

previous="" seed=21
if [ -n "$from" ]; then
  previous="recipes/nano/$from" seed=$((seed + 100))
  stages=("${stages[@]:2}")
fi

for stage in "${stages[@]}"; do
  read -r name mixture words steps pack batch lr learn <<<"$stage"
  if [ ! -f "$out/$name/done" ]; then
    echo "== stage $name: $steps steps" >&2
    [ -f "$out/$name.jsonl" ] || "$nano" corpus --bank "$bank" --mixture "$mixture" --words "$words" --seed "$seed" --out "$out/$name.jsonl"
    common=(--data "$out/$name.jsonl" --out "$out/$name" --steps "$steps" --pack "$pack" --batch "$batch" --lr "$lr" --weight-decay 0.05 --checkpoint-every 200 --resume)
    if [ -z "$previous" ]; then
      "$train" pretrain --config "$config" --tokenizer "$out/tokenizer.json" "${common[@]}" --decay-from 0.9
    else
      "$train" sft --base "$previous" --learn "$learn" "${common[@]}" --decay-from 0.3
    fi
    touch "$out/$name/done"
    seed=$((seed + 1))
  fi
  previous="$out/$name"
done

# The file states the longest context that training showed.
"$train" export --base "$previous" --out "$out/longwriter-nano.gguf" --type q8_0 --name longwriter-nano --context 6144 --sentence-surprise 17
