#!/usr/bin/env bash
# Links inside the documentation lead somewhere, the changelog has an open section, and no source
# file has grown beyond what can be read at a sitting.
set -euo pipefail
cd "$(dirname "$0")/.."
fail=0
complain() { echo "check_docs: $*" >&2; fail=1; }

while IFS=: read -r page link; do
  target=${link%%#*}
  case "$target" in '' | http*) continue ;; esac
  [ -e "$(dirname "$page")/$target" ] || complain "$page links to $target, which is not there"
done < <(git ls-files '*.md' | xargs grep -oHE '\]\([^) ]+\)' | sed -E 's/\]\(([^)]*)\)/\1/')

grep -q '^## \[Unreleased\]' CHANGELOG.md || complain "CHANGELOG.md has no [Unreleased] section"

while read -r lines file; do
  [ "$file" = total ] || [ "$lines" -le 400 ] || complain "$file has $lines lines; 400 are the most"
done < <(git ls-files '*.cpp' '*.h' | xargs wc -l)

git grep -nIwE 'TODO|FIXME|XXX|HACK' -- 'src' 'tests' 'bench' 'dev' && complain "unfinished work"
exit $fail
