#!/bin/sh
# Scores `runout decisions` on held-out decisions: forecasts every past as-of date, compares with
# what happened, beside Kaplan-Meier and Cox baselines computed in R.
#
#   bench/regime/held_out.sh RUNOUT BENCH DATA [OUT]
#
# RUNOUT is the program; BENCH the folder with bench.R and summarise.R; DATA the folder with the
# files of cases; OUT takes the scores (default: a new temporary folder). Needs Rscript with the
# packages survival, data.table and jsonlite; without Rscript it says so and succeeds.
set -eu
if [ $# -lt 3 ]; then
  echo "usage: $0 RUNOUT BENCH DATA [OUT]" >&2
  exit 2
fi
if ! command -v Rscript > /dev/null; then
  echo "Rscript is not installed: held-out scores are left out"
  exit 0
fi
runout=$(realpath "$1")
bench=$(realpath "$2")
data=$(realpath "$3")
out=${4:-$(mktemp -d)}
mkdir -p "$out"
out=$(realpath "$out")
cd "$bench"
RUNOUT="$runout" METHODS="${METHODS:-km,km_recent,cox_recent,weibull,gov_dist,runout}" \
  Rscript bench.R "$data" "$out"
for half in "" 1 2; do
  case $half in
    "") echo "All as-of dates" ;;
    1) echo "First half of the as-of dates" ;;
    2) echo "Second half of the as-of dates" ;;
  esac
  HALF=$half Rscript summarise.R "$out"
done
echo "scores are in $out"
