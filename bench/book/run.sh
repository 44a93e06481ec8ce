#!/bin/sh
# Measures the import of 200,000 events from CSV into a new database, and reading it as of a day.
#   bench/book/run.sh BUILD_FOLDER [EVENTS]
# Prints CPU seconds, rows per CPU second and peak memory; the work files go to a temporary folder.
set -eu
build=$1
program=${RUNOUT_PROGRAM:-$build/runout}
events=${2:-200000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/source"
awk -v n="$events" 'BEGIN {
  applications = int(n / 10) + 1
  dir = "'"$work"'/source/"
  print "item,unit\nA,pcs" > (dir "items.csv")
  print "site,country,kind\nS,CN,supplier\nP,DE,plant" > (dir "sites.csv")
  print "item,site,on_hand,counted_on\nA,P,10,2025-06-30" > (dir "stock.csv")
  print "parent,component,quantity_per" > (dir "bom.csv")
  print "line,item,site,units_per_day" > (dir "lines.csv")
  print "order,item,supplier_site,destination_site,quantity" > (dir "orders.csv")
  print "application,authority" > (dir "applications.csv")
  for (i = 1; i <= applications; ++i) print "A-" i ",MOFCOM" > (dir "applications.csv")
  print "id,subject,happened_on,earliest,latest,event,expected_on,quantity,licence,known_on,supersedes,source,note" > (dir "events.csv")
  split("needed preparing filed accepted query_opened query_answered returned resubmitted held released", words, " ")
  for (i = 0; i < n; ++i) {
    day = i % 365
    month = int(day / 31) + 1
    printf "E-%d,A-%d,2024-%02d-%02d,,,%s,,,,,,supplier mail,\n", i, int(i / 10) + 1, month, day % 28 + 1, words[i % 10 + 1] > (dir "events.csv")
  }
}'

measure() {
  name=$1
  shift
  "$build/bench/measure" 1 "$@" > /dev/null 2> "$work/measured"
  tail -n 1 "$work/measured" | awk -v name="$name" -v n="$events" '{
    printf "%s: %s CPU s, %.0f rows per CPU s, peak %s MiB\n", name, $1, n / $1, $(NF - 1)
  }'
}

measure "import of $events events" "$program" import "$work/book.db" "$work/source" --yes
measure "import of the same again" "$program" import "$work/book.db" "$work/source" --yes
if cmake --build "$build" --target book_bench > /dev/null 2>&1; then
  "$build/bench/book_bench" --benchmark_repetitions=3 --benchmark_report_aggregates_only=true
fi
if "$program" check --help > /dev/null 2>&1; then
  measure "check as of a day" sh -c "\"$program\" check \"$work/book.db\" --as-of 2024-06-30 || true"
fi
