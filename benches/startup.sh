#!/usr/bin/env bash
# Start to answer: the program on its embedded data against an empty Rust program, in milliseconds of wall time.
# Usage: bash benches/startup.sh [runs]     (default 100; with hyperfine where it is installed, else by a loop)
set -euo pipefail
cd "$(dirname "$0")/.."
runs="${1:-100}"
target="${CARGO_TARGET_DIR:-target}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --quiet
echo 'fn main() {}' > "$work/empty.rs"
rustc -C opt-level=3 -C strip=symbols -C panic=abort -o "$work/empty" "$work/empty.rs"
tradestat="$target/release/tradestat"
unset TRADESTAT_DATA

question() { "$tradestat" growth --period jan-nov -q > /dev/null; }
empty() { "$work/empty" > /dev/null; }

# The median of as many runs, in milliseconds.
median_of() {
    local run start stop
    for ((run = 0; run < runs; run++)); do
        start="${EPOCHREALTIME/[.,]/}"
        "$1"
        stop="${EPOCHREALTIME/[.,]/}"
        echo "$((stop - start))"
    done | sort -n | awk '{ all[NR] = $1 } END { printf "%.2f", (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2000 }'
}

if command -v hyperfine > /dev/null; then
    hyperfine --shell=none --warmup 10 --runs "$runs" --style basic --export-csv "$work/times.csv" \
        "$work/empty" "$tradestat growth --period jan-nov -q" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    read -r nothing answer < <(awk -F, 'NR > 1 { printf "%.2f ", $4 == "" ? 0 : 1000 * $4 } END { print "" }' "$work/times.csv")
else
    question; empty
    nothing="$(median_of empty)"
    answer="$(median_of question)"
fi
awk -v nothing="$nothing" -v answer="$answer" -v runs="$runs" 'BEGIN {
    printf "median of %d runs\nempty program      %6.2f ms\ngrowth on china    %6.2f ms\ndifference         %6.2f ms\n", runs, nothing, answer, answer - nothing
}'
