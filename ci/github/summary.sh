#!/usr/bin/env bash
# summary.sh REPORT.md: the report as the job's summary. GitHub takes 1 MiB of a step, and refuses more.
set -euo pipefail

report=${1:?usage: summary.sh REPORT.md}
limit=$((1024 * 1024 - 1024))
if [ "$(wc -c < "$report")" -le "$limit" ]; then
  cat "$report" >> "${GITHUB_STEP_SUMMARY:?}"
else
  # Whole lines only.
  head -c "$limit" "$report" | sed '$d' >> "${GITHUB_STEP_SUMMARY:?}"
  printf '\nThe report is longer than GitHub shows; the whole of it is in %s.\n' "$(basename "$report")" >> "$GITHUB_STEP_SUMMARY"
fi
