#!/bin/sh
# dockerfiles.sh FILE...: `tare dockerfile -f` for each file, no image needed. Ends with the highest status of all.
status=0
for file in "$@"; do
  tare dockerfile -f "$file" || { one=$?; [ "$one" -le "$status" ] || status=$one; }
done
exit "$status"
