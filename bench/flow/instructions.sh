#!/usr/bin/env bash
# bench/flow/instructions.sh: instructions and bytes from memory for each stock point, day and
# replication of the firm of firm.h, counted by callgrind (which has no AVX-512: the kernels of AVX2
# run). Counts do not depend on what else the machine does.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v valgrind >/dev/null || { echo "instructions: valgrind is not installed" >&2; exit 1; }
cmake --build --preset release --target flow_bench >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# One call before the timed ones, two of them here: 1,024 replications of 365 days.
count() {  # count BENCHMARK POINTS REPLICATIONS
  valgrind --tool=callgrind --cache-sim=yes --LL=2097152,16,64 --collect-atstart=no \
    --toggle-collect='*FastSimulator::simulate*' --callgrind-out-file="$folder/out" \
    build/release/bench/flow_bench --benchmark_filter="^$1\$" --benchmark_min_time=0 \
    >"$folder/log" 2>&1
  awk -v name="$1" -v points="$2" -v runs="$3" '
    /^events:/ { for (i = 2; i <= NF; ++i) place[$i] = i }
    /^(summary|totals):/ {
      all = points * 365 * runs
      printf "%-20s %7.2f instructions, %5.2f reads and writes, %6.3f bytes beyond 2 MiB of cache\n",
        name, $(place["Ir"]) / all, ($(place["Dr"]) + $(place["Dw"])) / all,
        64 * ($(place["DLmr"]) + $(place["DLmw"])) / all
      exit }' "$folder/out"
}
echo "for each stock point, day and replication:"
count W1_prunable 2000 1024
count W1_nothing_prunable 2000 1024
count W1_reordered 1000 64
