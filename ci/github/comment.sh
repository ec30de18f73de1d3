#!/usr/bin/env bash
# comment.sh REPORT.md NAME: the report as a comment on the pull request. A later run writes into the same comment; NAME tells
# those of several images apart. Needs gh, jq, and GH_TOKEN with `pull-requests: write`; where it may not write, as on pull
# requests from forks, it says so and the job goes on.
set -euo pipefail

report=${1:?usage: comment.sh REPORT.md NAME}
name=${2:?usage: comment.sh REPORT.md NAME}
# A comment holds 65,536 characters. An accented letter is more than one byte, so bytes are the safe side.
limit=60000

number=$(jq -r '.pull_request.number // .number // empty' "${GITHUB_EVENT_PATH:?}")
if [ -z "$number" ]; then
  echo "no pull request, so no comment"
  exit 0
fi

marker="<!-- tare ${name//[^A-Za-z0-9._\/:-]/_} -->"
body=$(mktemp)
trap 'rm -f "$body" "$body.whole" "$body.json"' EXIT
{
  printf '%s\n' "$marker"
  if [ "$(wc -c < "$report")" -le "$limit" ]; then cat "$report"; else
    head -c "$limit" "$report" | sed '$d'
    printf '\nThe report is longer than a comment may be; the whole of it is in the summary of the job.\n'
  fi
} > "$body.whole"
# In a comment @name calls somebody: a name in an image calls nobody. What stands between is a word joiner, which has no width.
joiner=$(printf '\342\201\240')
sed "s/@\([A-Za-z0-9]\)/@$joiner\1/g" "$body.whole" > "$body"
jq -Rs '{body: .}' "$body" > "$body.json"

comments="repos/${GITHUB_REPOSITORY:?}/issues/$number/comments"
failed() {
  echo "::warning title=tare::the comment could not be written; give the job pull-requests: write"
  exit 0
}
found=$(gh api --paginate "$comments?per_page=100" \
  --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id") || failed
id=${found%%$'\n'*}
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --input "$body.json" --silent || failed
  echo "comment $id written anew"
else
  gh api --method POST "$comments" --input "$body.json" --silent || failed
  echo "comment written"
fi
