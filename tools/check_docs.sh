#!/usr/bin/env bash
# Links inside the documentation lead somewhere, the changelog has an open section, and no source
# file has grown beyond what can be read at a sitting.
set -euo pipefail
cd "$(dirname "$0")/.."
fail=0
complain() { echo "check_docs: $*" >&2; fail=1; }
files() {  # files NAME...: of the project; no git, so that an unpacked archive is checked, too
  local name wanted=(-false)
  for name in "$@"; do wanted+=(-o -name "$name"); done
  find . -path ./build -prune -o -path ./.git -prune -o -type f \( "${wanted[@]}" \) -print |
    sed 's|^\./||' | LC_ALL=C sort
}

while IFS=: read -r page link; do
  target=${link%%#*}
  case "$target" in '' | http*) continue ;; esac
  [ -e "$(dirname "$page")/$target" ] || complain "$page links to $target, which is not there"
done < <(files '*.md' | xargs grep -oHE '\]\([^) ]+\)' | sed -E 's/\]\(([^)]*)\)/\1/')

grep -q '^## \[Unreleased\]' CHANGELOG.md || complain "CHANGELOG.md has no [Unreleased] section"

while read -r lines file; do
  [ "$file" = total ] || [ "$lines" -le 400 ] || complain "$file has $lines lines; 400 are the most"
done < <(files '*.cpp' '*.h' | xargs wc -l)

grep -rnIwE 'TODO|FIXME|XXX|HACK' src tests bench dev && complain "unfinished work"
exit $fail
