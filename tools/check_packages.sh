#!/usr/bin/env bash
# packages.txt holds what the build needs: every shared library that the program is linked to, and
# every header that the compiler read outside the project, comes from a package of the list or from
# one that such a package depends on.
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/release
fail=0

listed=$(awk '/^(build|test)/ { print $2 }' packages.txt | sort -u)
allowed=$(for package in $listed; do
  echo "$package"
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
    --no-replaces --no-enhances "$package" 2>/dev/null | grep -E '^[a-z0-9]' || true
done | sed 's/:.*//' | sort -u)

owner() { { dpkg-query -S "$1" 2>/dev/null || true; } | head -n 1 | cut -d: -f1; }

{
  ldd "$build/runout" | awk '$3 ~ /^\// { print $3 }' | xargs -r realpath
  ninja -C "$build" -t deps | awk '/^    \/usr\// { print $1 }' | sort -u |
    grep -vE '^/usr/(include/(c\+\+|x86_64-linux-gnu/(c\+\+|bits|sys|gnu|asm))|lib/gcc)' || true
} | sort -u | while read -r file; do
  package=$(owner "$file")
  [ -n "$package" ] || package=$(owner "/lib${file#/usr/lib}")
  [ -n "$package" ] || { echo "no package owns $file"; continue; }
  echo "$package"
done | sort -u >"$build/used-packages.txt"

while read -r package; do
  case "$package" in 'no package owns'*) echo "check_packages: $package" >&2; exit 1 ;; esac
  grep -qxF "$package" <<<"$allowed" ||
    { echo "check_packages: $package is used but not brought in by packages.txt" >&2; fail=1; }
done <"$build/used-packages.txt"

# The other way round: each -dev package of the list is really used (benchmarks are not built here).
for package in $(grep -- '-dev$' <<<"$listed" | grep -v '^libbenchmark-dev$'); do
  grep -qxF "$package" "$build/used-packages.txt" ||
    { echo "check_packages: $package is listed but nothing uses it" >&2; fail=1; }
done
exit $fail
