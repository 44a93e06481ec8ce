#!/usr/bin/env bash
# Every source compiles alone, so that batches never hide a missing include, and so does every
# header: x.cpp shows it of x.h by including it first; headers without such a source are compiled.
set -euo pipefail
cd "$(dirname "$0")/.."
# Eigen lies in a folder of its own.
eigen=$(pkg-config --cflags-only-I eigen3 | sed 's/-I/-isystem /')
export eigen
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
faults=0
alone=()
while read -r file; do
  source=${file%.h}.cpp
  if [[ $file == *.cpp || ! -f $source ]]; then
    alone+=("$file")
  elif [ "$(grep -m1 '^#include' "$source")" != "#include \"${file#src/}\"" ]; then
    echo "$source: the first include should be ${file#src/}" >&2
    faults=1
  fi
done < <(find src -name '*.cpp' -o -name '*.h' | LC_ALL=C sort)
printf '%s\n' "${alone[@]}" | xargs -P "$(nproc)" -I{} sh -c '
  case $1 in
    *.cpp) set -- "$1" "$1" ;;
    *) echo "#include \"$1\"" >"$2/$$.cpp"; set -- "$1" "$2/$$.cpp" ;;
  esac
  g++ -std=c++20 -Wall -Wextra -Werror -Wno-restrict -I. -Isrc $eigen -fsyntax-only "$2" ||
    { echo "$1 does not compile alone" >&2; exit 1; }' _ {} "$folder"
exit "$faults"
