#!/usr/bin/env bash
# The paper's central finding in small: a model writes as long as the longest answers that it was tuned on.
#
#   recipes/paper-small/run.sh           two seeds, about 100 minutes on two idle cores (README.md has the budget)
#   recipes/paper-small/run.sh --smoke   the same road with 0.2 M weights and one seed, in minutes
#
# Stopped at any point, the same command goes on where it was. Output: out/paper-small (or out/paper-small-smoke): table.md with its
# figures, compare.txt, and everything they were made from.
set -euo pipefail
cd "$(dirname "$0")/../.."

smoke=false
case "${1:-}" in
  "") ;;
  --smoke) smoke=true ;;
  *) echo "unknown argument '$1'; see the head of $0" >&2; exit 2 ;;
esac

if $smoke; then
  out=out/paper-small-smoke config=recipes/paper-small/smoke.json vocabulary=2048 seeds=(1) caps=(120 200)
  instructions=24 least=50 most=200 general=6 pairs=6 held=4 samples=2
  base=("60000 60 512" "60000 10 1024") steps=4 pack=512 aligned=2 pair_pack=2048
  evaluation=(--limit 4 --max-new-tokens 300)
else
  out=out/paper-small config=recipes/paper-small/base.json vocabulary=6144 seeds=(1 2) caps=(250 500 1000 2000)
  # Words asked for, evenly drawn on a logarithmic scale: three answers in ten have at most 250 words. Each arm takes as many of
  # the answers that its cap leaves as there are general rows.
  instructions=1300 least=100 most=2000 general=300 pairs=150 held=60 samples=4
  #     words   steps pack: short articles first, then articles of up to 2,800 words
  base=("3000000 1800 1024" "2200000 320 4096") steps=130 pack=3584 aligned=40 pair_pack=8192
  evaluation=(--max-new-tokens 4096)
fi
longest=${caps[-1]}

# At 0.5, the paper's, an end that has 5% a sentence would be drawn in 0.3%: small models are less sure of the end than large ones.
temperature=1

dotnet build -c Release recipes/nano/LongWriter.Nano -v quiet
dotnet build -c Release recipes/paper-small/LongWriter.PaperSmall -v quiet
dotnet build -c Release src/LongWriter.Training -v quiet
dotnet build -c Release src/LongWriter.Cli -v quiet
nano=artifacts/bin/LongWriter.Nano/release/longwriter-nano
table=artifacts/bin/LongWriter.PaperSmall/release/longwriter-paper-small
train=artifacts/bin/LongWriter.Training/release/longwriter-train
longwriter=artifacts/bin/LongWriter.Cli/release/LongWriter.Cli
bank=recipes/nano/bank
suite=recipes/paper-small/suite.jsonl

# As in recipes/nano/run.sh: large temporaries stay on glibc's heap.
heap=(GLIBC_TUNABLES=glibc.malloc.hugetlb=1 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=2000000000 MALLOC_TOP_PAD_=67108864)

say() { echo "== $(date +%H:%M:%S) $*" >&2; }

# Every program writes its files under another name first: what stands is whole.
made() { [ -e "$1" ]; }

# A stage of training: VERB FOLDER OPTIONS…
fit() {
  made "$2/done" && return
  say "$1 → $2"
  env "${heap[@]}" "$train" "$1" --out "$2" "${@:3}" --weight-decay 0.05 --checkpoint-every 20 --resume
  touch "$2/done"
}

export_model() { made "$1.gguf" || "$train" export --base "$1" --out "$1.gguf" --name "paper-small-$(basename "$1")"; }

# ARM SEED MODEL: its answers to the suite, each one call, nothing cleaned or asked again.
evaluate() {
  local folder="$out/eval/$1-$2"
  made "$folder/scores.json" && return
  say "evaluate $1, seed $2"
  "$longwriter" eval run --suite "$suite" -m "$3" --strategy direct --temperature "$temperature" --seed "$2" "${evaluation[@]}" -o "$folder"
  "$longwriter" eval score "$folder" > "$out/eval/$1-$2.txt"
}

mkdir -p "$out"/{data,arms,eval,pairs}

say "the general set: headings, notes, articles, none above a hundred words"
if ! made "$out/data/general.jsonl"; then
  "$nano" corpus --bank "$bank" --mixture general --words $((general * 160)) --seed 51 --out "$out/data/chats.jsonl"
  "$longwriter" data cap "$out/data/chats.jsonl" --words 100 --output "$out/data/short.jsonl"
  head -n "$general" "$out/data/short.jsonl" > "$out/data/general.part"
  mv "$out/data/general.part" "$out/data/general.jsonl"
fi

say "the long set: AgentWrite with the embedded model"
made "$out/data/instructions.jsonl" || "$nano" instructions --bank "$bank" --count "$instructions" --least "$least" --most "$most" --seed 52 --out "$out/data/instructions.jsonl"
made "$out/data/long/README.md" || "$longwriter" data build --in "$out/data/instructions.jsonl" --output "$out/data/long" -m nano --recipe strict --seed 1 --concurrency 1
made "$out/data/long.md" || { "$longwriter" data stats "$out/data/long/data.jsonl" > "$out/data/long.part"; mv "$out/data/long.part" "$out/data/long.md"; }
for cap in "${caps[@]}"; do
  made "$out/data/cap-$cap.card.md" || "$longwriter" data cap "$out/data/long/data.jsonl" --words "$cap" --output "$out/data/cap-$cap.jsonl"
done

say "the base: articles that nobody asked for, short ones first, then up to 2,800 words"
read -r words short_steps short_pack <<<"${base[0]}"
made "$out/data/short-articles.jsonl" || "$nano" corpus --bank "$bank" --mixture short-articles --words "$words" --seed 53 --out "$out/data/short-articles.jsonl"
read -r words long_steps long_pack <<<"${base[1]}"
made "$out/data/articles.jsonl" || "$nano" corpus --bank "$bank" --mixture articles --words "$words" --seed 54 --out "$out/data/articles.jsonl"
made "$out/tokenizer.json" || "$train" tokenizer --data "$out/data/short-articles.jsonl" "$out/data/short.jsonl" "$out/data/long/data.jsonl" --out "$out/tokenizer.json" --size "$vocabulary" --least 3 --pieces 300 --slots 31
fit pretrain "$out/short-base" --config "$config" --tokenizer "$out/tokenizer.json" --data "$out/data/short-articles.jsonl" --steps "$short_steps" --pack "$short_pack" --batch 2 --lr 3e-3 --decay-from 0.9
fit sft "$out/base" --base "$out/short-base" --learn everything --data "$out/data/articles.jsonl" --steps "$long_steps" --pack "$long_pack" --batch 2 --lr 2e-3 --decay-from 0.3

# Every arm goes on from the same base for the same number of steps of the same size. NAME CAP LOSS; as many answers of the capped
# long set as there are general rows, drawn anew for each seed; the cap is 0 for the general set alone.
arms=("general 0 token")
for cap in "${caps[@]}"; do
  arms+=("cap-$cap $cap token")
done
arms+=("long-only $longest token" "sequence-mean $longest sequence")
for seed in "${seeds[@]}"; do
  for arm in "${arms[@]}"; do
    read -r name cap loss <<<"$arm"
    data="$out/data/mix-$cap-$seed.jsonl"
    case "$name" in
      general) data="$out/data/general.jsonl" ;;
      *) made "${data%.jsonl}.card.md" || "$longwriter" data mix "$out/data/general.jsonl" --with "$out/data/cap-$cap.jsonl" --ratio 1 --seed "$seed" --output "$data" ;;
    esac
    if [ "$name" = long-only ]; then
      # The same long answers as beside the general rows, which have no name.
      grep '^{"id":"52-' "$data" > "$out/data/long-only-$seed.jsonl"
      data="$out/data/long-only-$seed.jsonl"
    fi
    fit sft "$out/arms/$name-$seed" --base "$out/base" --data "$data" --loss "$loss" --steps "$steps" --pack "$pack" --batch 2 --lr 1.5e-3 --decay-from 0.3 --seed "$seed"
    export_model "$out/arms/$name-$seed"
    evaluate "$name" "$seed" "$out/arms/$name-$seed.gguf"
  done
done

# Preference pairs from what the arm of the longest answers writes itself, on instructions that nothing else saw.
made "$out/pairs/learn.jsonl" || "$nano" instructions --bank "$bank" --count "$pairs" --least "$least" --most "$most" --seed 55 --out "$out/pairs/learn.jsonl"
made "$out/pairs/held.jsonl" || "$nano" instructions --bank "$bank" --count "$held" --least "$least" --most "$most" --seed 56 --out "$out/pairs/held.jsonl"
for seed in "${seeds[@]}"; do
  from="$out/arms/cap-$longest-$seed"
  # What is trained in seconds writes nothing that could be paired: in the smoke run the embedded model stands in for it.
  author="$from.gguf"
  $smoke && author=nano
  for set in learn held; do
    made "$out/pairs/$set-$seed.card.md" || {
      say "pairs to $set, seed $seed"
      "$longwriter" data pairs --in "$out/pairs/$set.jsonl" --output "$out/pairs/$set-$seed.jsonl" -m "$author" --judge none -k "$samples" --temperature "$temperature" --seed "$seed" --concurrency 1
      "$longwriter" data stats "$out/pairs/$set-$seed.jsonl" > "$out/pairs/$set-$seed.md"
    }
  done
  fit dpo "$out/arms/dpo-$seed" --base "$from" --data "$out/pairs/learn-$seed.jsonl" --held-out "$out/pairs/held-$seed.jsonl" --steps "$aligned" --pack "$pair_pack" --batch 2 --beta 0.1 --sft-weight 0.2 --lr 1e-4 --seed "$seed"
  export_model "$out/arms/dpo-$seed"
  evaluate dpo "$seed" "$out/arms/dpo-$seed.gguf"
done

say "tables"
folders=() figures=()
for name in general "${caps[@]/#/cap-}" long-only sequence-mean dpo; do
  for seed in "${seeds[@]}"; do
    folders+=("$out/eval/$name-$seed")
  done
done
for seed in "${seeds[@]}"; do
  figures+=("$out/arms/dpo-$seed/held-out.json")
  for other in long-only sequence-mean dpo; do
    "$longwriter" eval compare "$out/eval/cap-$longest-$seed" "$out/eval/$other-$seed"
  done
done > "$out/compare.part"
mv "$out/compare.part" "$out/compare.txt"
"$table" table "${folders[@]}" --held-out "${figures[@]}" --out "$out"
say "done: $out/table.md, longest.png, written.png"
