#!/usr/bin/env python3
"""Runs a command on a terminal and draws what it prints as an SVG.

    picture.py [--columns N] [--rows N] [--drop REGEX] [--title TEXT] COMMAND ... > picture.svg

The picture holds text, not pixels, and follows the reader's light or dark theme. Rows beyond --rows are cut, and said so.
"""

import argparse
import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import termios

WIDTH, HEIGHT, MARGIN, BAR = 8.4, 19, 18, 34
CODES = {"1": "b", "2": "d", "33": "y", "31": "r", "32": "g", "36": "c"}
STYLE = """
.p{fill:#fbfaf8;stroke:#d9d5ce}.t{fill:#24292f}.b{font-weight:700}.d{fill:#6e7177}.y{fill:#8a5a00}.r{fill:#b3261e}.g{fill:#22702e}
.c{fill:#0b6a80}.m{fill:#6e7177}text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
@media(prefers-color-scheme:dark){.p{fill:#17191c;stroke:#33373d}.t{fill:#e3e4e6}.d,.m{fill:#9a9ea5}.y{fill:#e3b341}.r{fill:#ff8a80}
.g{fill:#7ee787}.c{fill:#6cd0e6}}
""".replace("\n", "")


def output(command, columns):
    """What the command writes to a terminal of so many columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 200, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    # Errors and progress are not part of the picture.
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=subprocess.DEVNULL, env=environment)
    os.close(follower)
    read = bytearray()
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        read += piece
    process.wait()
    return read.decode(errors="replace").replace("\r\n", "\n").rstrip("\n").split("\n")


def spans(line):
    """The line's pieces with their classes and columns."""
    column, style = 0, "t"
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if piece.startswith("\x1b["):
            code = piece[2:-1]
            style = "t" if code in ("", "0") else " ".join(["t"] * ("1" in code.split(";")) + [CODES.get(c, "t") for c in code.split(";")])
        elif piece:
            yield column, style, piece
            column += len(piece)


def draw(lines, columns, title):
    width, height = columns * WIDTH + 2 * MARGIN, len(lines) * HEIGHT + BAR + MARGIN
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{html.escape(title)}">'
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="p" x=".5" y=".5" width="{width - 1:.0f}" height="{height - 1:.0f}" rx="8"/>'
    yield f'<text class="m" x="{MARGIN}" y="23">{html.escape(title)}</text>'
    for row, line in enumerate(lines):
        y = BAR + (row + 1) * HEIGHT - 4
        for column, style, text in spans(line):
            if not text.strip():
                continue
            # Each run of words is pinned to its columns, whatever font the reader has.
            for run in re.finditer(r"\S+(?: \S+)*", text):
                x, length = MARGIN + (column + run.start()) * WIDTH, len(run[0]) * WIDTH
                yield (f'<text class="{style}" x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs">'
                       f"{html.escape(run[0])}</text>")
    yield "</svg>"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--columns", type=int, default=100)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--drop", help="rows that match are left out")
    parser.add_argument("--title", help="what stands above; default: the command")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    lines = output(options.command, options.columns)
    if options.drop:
        lines = [line for line in lines if not re.search(options.drop, line)]
    if len(lines) > options.rows:
        lines = lines[: options.rows] + [f"\x1b[2m… and {len(lines) - options.rows} more lines\x1b[0m"]
    print("\n".join(draw(lines, options.columns, options.title or "$ " + " ".join(options.command))))


main()
