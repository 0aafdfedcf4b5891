#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs all tests.
#
#   ./test.sh          under ten minutes on two cores
#   ./test.sh --long   the full counts
set -uo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
  "") ;;
  --long) export LONGWRITER_TESTS=long ;;
  *) echo "unknown argument '$1'; see the head of $0" >&2; exit 2 ;;
esac

if ! command -v dotnet >/dev/null; then
  echo "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 2
fi

# Debian packages the tests use, by the command that each brings.
missing=()
for pair in tmux:tmux zsh:zsh fish:fish chromium:chromium; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "these Debian packages are missing; install them and run again: ${missing[*]}" >&2
    exit 2
  fi
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build LongWriter.slnx -c Release -v quiet || { echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in tests/*.Tests/; do
  name=$(basename "$project")
  echo "== $name"
  "artifacts/bin/$name/release/$name" --no-ansi >"$log" 2>&1
  code=$?
  ok=$(sed -n 's/^ *succeeded: \([0-9]*\).*/\1/p' "$log" | tail -1)
  bad=$(sed -n 's/^ *failed: \([0-9]*\).*/\1/p' "$log" | tail -1)
  left=$(sed -n 's/^ *skipped: \([0-9]*\).*/\1/p' "$log" | tail -1)
  passed=$((passed + ${ok:-0}))
  failed=$((failed + ${bad:-0}))
  skipped=$((skipped + ${left:-0}))
  if [ "$code" != 0 ]; then
    cat "$log"
    [ "${bad:-0}" = 0 ] && failed=$((failed + 1))
  else
    grep -A1 '^skipped ' "$log"
    grep -E '^ *(succeeded|duration):' "$log"
  fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
