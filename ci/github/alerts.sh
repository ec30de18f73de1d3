#!/usr/bin/env bash
# alerts.sh IN.sarif OUT.sarif: what code scanning is to show. GitHub does not read `suppressions` and would open an alert for
# each finding that is excepted, so these stay out. The file is the only one in its directory.
set -euo pipefail

in=${1:?usage: alerts.sh IN.sarif OUT.sarif}
out=${2:?usage: alerts.sh IN.sarif OUT.sarif}
mkdir -p "$(dirname "$out")"
if command -v jq > /dev/null; then
  jq 'del(.runs[].results[] | select(.suppressions))' "$in" > "$out.part"
  mv "$out.part" "$out"
else
  echo "::notice title=tare::jq is not installed; findings that are excepted show as alerts"
  cp "$in" "$out"
fi
