#!/bin/sh
# CPU seconds and peak memory of `runout decisions` on a generated file of 36,000 cases, horizon 120:
# medians of five runs on one thread.
#
#   bench/regime/speed.sh RUNOUT   (with bench/measure built beside it)
set -eu
runout=$(realpath "${1:?usage: $0 RUNOUT}")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# Waits of 1 to 120 days from a fixed linear congruential sequence; two outcomes, three covariates.
awk 'BEGIN {
  print "id,submitted,decided,outcome,team,kind,region"; x = 12345
  for (i = 0; i < 36000; ++i) {
    x = (x * 1103515245 + 12345) % 2147483648; day = int(i / 12)
    x = (x * 1103515245 + 12345) % 2147483648; wait = 1 + int((x / 2147483648) ^ 2 * 120)
    printf "C%05d,%s,%s,%s,t%d,k%d,r%d\n", i, strftime("%Y-%m-%d", (day + 14000) * 86400, 1),
      strftime("%Y-%m-%d", (day + wait + 14000) * 86400, 1),
      x % 5 ? "granted" : "refused", x % 7, x % 11, x % 53
  } }' > "$folder/cases.csv"
as_of=$(awk 'BEGIN { print strftime("%Y-%m-%d", (2990 + 14000) * 86400, 1) }')
echo "decisions, 36,000 cases, horizon 120:"
"$(dirname "$runout")/bench/measure" 5 "$runout" decisions "$folder/cases.csv" \
  --as-of "$as_of" --horizon 120 --covariates team,kind,region --threads 1 --format json \
  > "$folder/forecast.json"
grep -q '"pending":\[{' "$folder/forecast.json"
