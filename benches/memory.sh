#!/usr/bin/env bash
# Largest resident size and wall time of questions about one data set, for which GNU time must be installed.
# Usage: bash benches/memory.sh FILE [--profile PROFILE or other options of reading]
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: bash benches/memory.sh FILE [options of reading]" >&2; exit 2; }
file="$(realpath "$1")"
shift
root="$(cd "$(dirname "$0")/.." && pwd)"
cargo build --release --locked --quiet --manifest-path "$root/Cargo.toml"
tradestat="$(cd "$root" && realpath "${CARGO_TARGET_DIR:-target}")/release/tradestat"
unset TRADESTAT_DATA

told="$(mktemp)"
trap 'rm -f "$told"' EXIT

measure() {
    local name="$1" status=0
    shift
    /usr/bin/time -q -o "$told" -f '%M %e' timeout 600 "$tradestat" "$@" > /dev/null 2> /dev/null || status=$?
    awk -v name="$name" -v status="$status" '{ printf "%-8s %6.0f MB %8.2f s   exit %d\n", name, $1 / 1024, $2, status }' "$told"
}

for question in info growth check convert; do
    measure "$question" "$question" --data "$file" "$@"
done
measure diff diff "$file" "$file" "$@"
