#!/bin/sh
set -e
python3 scripts/wait.py
exec "$@"
