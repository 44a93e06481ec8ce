#!/usr/bin/env bash
# Every header compiles alone, so that including it never depends on what was included before.
set -euo pipefail
cd "$(dirname "$0")/.."
# Eigen lies in a folder of its own.
eigen=$(pkg-config --cflags-only-I eigen3 | sed 's/-I/-isystem /')
export eigen
find src -name '*.h' | LC_ALL=C sort | xargs -P "$(nproc)" -I{} sh -c \
  'echo "#include \"$1\"" | g++ -std=c++20 -Wall -Wextra -Werror -Isrc $eigen -fsyntax-only -x c++ - ||
   { echo "$1 does not compile alone" >&2; exit 255; }' _ {}
