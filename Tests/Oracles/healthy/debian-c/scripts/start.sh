#!/bin/sh
set -e
gcc -O2 -shared -fPIC -o /tmp/filters.so /srv/filters/*.c
test -s /srv/scripts/limits.txt
exec "$@"
