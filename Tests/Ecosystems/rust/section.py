"""Writes the content of a section `.dep-v0`: JSON, deflated."""
import pathlib
import sys
import zlib

sys.stdout.buffer.write(zlib.compress(pathlib.Path(sys.argv[1]).read_bytes()))
