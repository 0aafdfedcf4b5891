#!/usr/bin/env bash
# Documents by the hundred from one process, against a model endpoint in a process of its own on loopback; figures in docs/benchmarks/soak.md.
#
#   bench/soak.sh all               1,000 documents of 20 × 500 words at once: first token after 0.5 s, 50 tokens/s in chunks of 4 (5 minutes)
#   bench/soak.sh limited           the endpoint limited to 8 and to 64 calls at once, and the released scripts' static split beside it (5 minutes)
#   bench/soak.sh SETTING=VALUE...  one run of one's own; the settings are in bench/LongWriter.Soak/Settings.cs
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release bench/LongWriter.Soak -v quiet >&2
soak=artifacts/bin/LongWriter.Soak/release/LongWriter.Soak
port=${SOAK_PORT:-7800}

run() {
  "$soak" server "$port" "$@" 2>/dev/null &
  server=$!
  trap 'kill "$server" 2>/dev/null || true' EXIT
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
  echo "$*"
  DOTNET_GCHeapHardLimit=0x30000000 "$soak" write "$port" "$@" # what .NET allows itself in a container of 1 GiB: three quarters
  echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
  kill "$server"
  wait "$server" 2>/dev/null || true
}

# Sections of 0.73 s in place of 14 s, so that the runs end in minutes; documents of 5 to 15 sections.
faster=(documents=128 sections=10 spread=5 first=0.05 rate=1000 chunk=20)
case "${1:-}" in
  all) run documents=1000 ;;
  limited)
    run "${faster[@]}" limit=8
    run "${faster[@]}" limit=8 split=8
    run "${faster[@]}" limit=64
    run "${faster[@]}" limit=64 split=8
    ;;
  *=*) run "$@" ;;
  *) echo "see the head of $0" >&2; exit 2 ;;
esac
