#!/usr/bin/env bash
# Runs `tare check` and keeps its reports and its exit status, so that they are shared before the job ends with that status.
#
# TARE_IMAGE       a file that tare reads, or the name of an image that Docker has here
# TARE_DOCKERFILE  TARE_CONFIG  TARE_AGAINST  as the options of `tare check`; empty for none
# TARE_ARGS        further arguments, parted by spaces; nothing in them is expanded
# TARE_OUT         where the reports go
set -euo pipefail

image=${TARE_IMAGE:?no image is named}
out=${TARE_OUT:?no directory for the reports is named}
mkdir -p "$out"

if [ ! -e "$image" ] && [ "$image" != - ] && command -v docker > /dev/null && docker image inspect "$image" > /dev/null 2>&1; then
  docker save -o "$out/image.tar" "$image"
  image=$out/image.tar
fi

arguments=()
[ -z "${TARE_DOCKERFILE:-}" ] || arguments+=(-f "$TARE_DOCKERFILE")
[ -z "${TARE_CONFIG:-}" ] || arguments+=(--config "$TARE_CONFIG")
[ -z "${TARE_AGAINST:-}" ] || arguments+=(--against "$TARE_AGAINST")
read -ra further <<< "${TARE_ARGS:-}" || true
for format in sarif=tare.sarif markdown=tare.md json=tare.json github=annotations.txt; do
  arguments+=(--report "${format%%=*}=$out/${format#*=}")
done

status=0
# Names in an image could look like commands to the runner: it is told to read none until the text is over.
key="tare-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "::stop-commands::$key"
tare check "$image" "${arguments[@]}" ${further[0]+"${further[@]}"} --format terminal || status=$?
echo
echo "::$key::"
[ ! -f "$out/annotations.txt" ] || cat "$out/annotations.txt"

case $status in
  0) verdict=pass ;;
  1) verdict=fail ;;
  *) verdict=error ;;
esac
{
  echo "status=$status"
  echo "verdict=$verdict"
  [ ! -f "$out/tare.sarif" ] || echo "sarif=$out/tare.sarif"
  [ ! -f "$out/tare.md" ] || echo "markdown=$out/tare.md"
  [ ! -f "$out/tare.json" ] || echo "json=$out/tare.json"
} >> "${GITHUB_OUTPUT:?}"
