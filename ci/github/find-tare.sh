#!/usr/bin/env bash
# Puts `tare` on the path of the steps that follow: the one that is there, else one built from the sources of this action.
#
# There is no release to download yet. A build takes some minutes: keep it with actions/cache, or install tare in the
# runner's image.
set -euo pipefail

if command -v tare > /dev/null; then
  echo "tare $(tare --version), $(command -v tare)"
  exit 0
fi
source=$(cd "$(dirname "$0")/../.." && pwd)
if ! command -v swift > /dev/null; then
  echo "::error title=tare::tare is not on the PATH, and there is no Swift toolchain to build it with; install one of them before this action"
  exit 2
fi
if [ ! -x "$source/.build/release/tare" ]; then make -C "$source" build; fi
echo "$source/.build/release" >> "${GITHUB_PATH:?}"
echo "tare $("$source/.build/release/tare" --version), built from $source"
