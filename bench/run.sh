#!/usr/bin/env bash
# ./dev bench [MODULE...]: whole runs and kernels, in CPU time. Numbers of other machines differ;
# quote the machine with them.
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/release
modules=("${@:-all}")
wanted() { [[ " ${modules[*]} " == *" all "* || " ${modules[*]} " == *" $1 "* ]]; }

for module in "${modules[@]}"; do
  case "$module" in all | book | regime | flow | forecast) ;; *)
    echo "bench: unknown module '$module'; there are book, regime, flow and forecast" >&2
    exit 2 ;;
  esac
done

cmake --build --preset release --target runout measure >/dev/null
echo "machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores," \
  "$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo); $(g++ --version | head -n 1)"

if wanted forecast; then
  echo "forecast examples/magnets-2025, 10,000 replications, one thread:"
  $build/bench/measure 5 $build/runout forecast examples/magnets-2025 --replications 10000 \
    --threads 1 --format json --quiet >/dev/null
  cmake --build --preset release --target forecast_bench >/dev/null
  echo "one status changed, in a program that is running, 1,000 replications:"
  MALLOC_TOP_PAD_=33554432 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=1073741824 \
    $build/bench/forecast_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true |
    grep -E 'median|^Benchmark'
fi
if wanted book; then
  bench/book/run.sh "$build"
fi
if wanted regime; then
  bench/regime/speed.sh "$build/runout"
  cmake --build --preset release --target regime_bench >/dev/null
  echo "the licensing model on generated records (the argument), its parts and the whole job:"
  # Memory as the program keeps it (src/runout/cli/main.cpp).
  MALLOC_TOP_PAD_=33554432 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=1073741824 \
    $build/bench/regime_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true \
    --benchmark_min_time=0.1 | grep -E 'median|^Benchmark'
  if Rscript -e 'library(survival)' >/dev/null 2>&1; then
    Rscript bench/regime/anchors.R
  else
    echo "established methods: not measured (R with the package survival is not installed)"
  fi
fi
if wanted flow; then
  cmake --build --preset release --target flow_bench >/dev/null
  echo "the simulators on a made-up firm; s/10k: CPU seconds for 10,000 replications, node_days: stock" \
    "points x days x replications, of which points_kept had to be followed:"
  MALLOC_TOP_PAD_=33554432 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=1073741824 \
    $build/bench/flow_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true |
    grep -E 'median|^Benchmark'
  echo "1,000 replications of examples/magnets-2025, start and reading included:"
  $build/bench/measure 5 $build/runout forecast examples/magnets-2025 --replications 1000 \
    --values 0 --threads 1 --format json --quiet >/dev/null
fi
