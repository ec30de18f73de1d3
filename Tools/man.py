#!/usr/bin/env python3
"""Writes the man page of a program to standard output, from what the program says of itself.

    man.py PROGRAM

PROGRAM is built with swift-argument-parser: --experimental-dump-help has it all but the usage, which --help has.
"""

import json
import re
import subprocess
import sys


# What troff would set as something else.
SPECIAL = {"\\": r"\e", "-": r"\-", "~": r"\(ti", "^": r"\(ha", "'": r"\(aq", "`": r"\(ga"}


def escape(text):
    """Text as troff shows it unchanged."""
    text = re.sub(r"[\\\-~^'`]", lambda match: SPECIAL[match[0]], text)
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def blocks(discussion):
    """Headings (in capitals), examples (indented) and paragraphs, in order."""
    paragraph, example = [], []
    for line in [*discussion.split("\n"), ""]:
        if example and not line.startswith("  "):
            yield "example", example
            example = []
        if paragraph and (not line.strip() or line.startswith("  ") or line.isupper()):
            yield "paragraph", paragraph
            paragraph = []
        if line.startswith("  "):
            example.append(line[2:])
        elif line.isupper():
            yield "heading", [line]
        elif line.strip():
            paragraph.append(line)


def text(discussion, heading):
    for kind, lines in blocks(discussion or ""):
        match kind:
            case "heading":
                yield f"{heading} {lines[0]}"
            case "example":
                yield from (".PP", ".nf", *(escape(line) for line in lines), ".fi")
            case _:
                yield from (".PP", *(escape(line) for line in lines))


def placeholder(argument):
    return escape(argument["valueName"].upper())


def option(argument):
    """The line that an option is named by, and what it does."""
    value = rf" \fI{placeholder(argument)}\fR" if argument["kind"] == "option" else ""
    names = [("-" if name["kind"] == "short" else "--") + name["name"] for name in argument.get("names", [])]
    names = [rf"\fB{escape(name)}\fR" for name in sorted(names, key=len)]
    about = argument.get("abstract", "")
    if "defaultValue" in argument and "Default:" not in about:
        about = f"{about} Default: {argument['defaultValue']}."
    yield ".TP"
    yield ", ".join(names) + value if names else rf"\fI{placeholder(argument)}\fR"
    yield escape(about)


def page(command, usage, version):
    program = command["commandName"]
    # `help` explains itself.
    subcommands = [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]
    abstract = command["abstract"].rstrip(".")

    yield f'.TH {program.upper()} 1 "" "{program} {version}" "User Commands"'
    yield ".nh"
    yield ".ad l"
    yield ".SH NAME"
    yield f"{program} \\- {escape(abstract[0].lower() + abstract[1:])}"
    yield ".SH SYNOPSIS"
    yield from (".nf", *(escape(line) for line in usage), ".fi")
    yield ".SH DESCRIPTION"
    introduction, *rest = re.split(r"\n(?=[A-Z][A-Z ]*\n)", command.get("discussion", ""), maxsplit=1)
    yield from text(introduction, ".SH")
    yield ".SH COMMANDS"
    for sub in subcommands:
        yield f".SS {escape(program)} {escape(sub['commandName'])}"
        yield escape(sub["abstract"])
        yield from text(sub.get("discussion"), r".PP" + "\n" + r".B")
        yield from (".PP", ".B OPTIONS")
        for argument in sub.get("arguments", []):
            if argument["shouldDisplay"]:
                yield from option(argument)
    yield from text("".join(rest), ".SH")


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2

    def ask(question):
        return subprocess.run([sys.argv[1], question], check=True, capture_output=True, text=True).stdout

    command = json.loads(ask("--experimental-dump-help"))["command"]
    usage = re.search(r"^USAGE: (.*?)\n\n", ask("--help"), re.DOTALL | re.MULTILINE)[1]
    lines = page(command, [line.strip() for line in usage.splitlines()], ask("--version").strip())
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
