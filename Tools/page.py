#!/usr/bin/env python3
"""Writes the page's template, style and script into Swift, so that the program stands alone.

    page.py [--check]

Writes Sources/TareReport/Page/PageTexts.swift from the files in Sources/TareReport/Page/Resources. With --check it writes
nothing and fails when something would change. SwiftPM's own `.embedInCode` does the same as arrays of numbers, which take a
hundred times as long to compile.
"""

import pathlib
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "TareReport" / "Page"
TEXTS = PAGE / "PageTexts.swift"
# In the order in which they are read; all share one scope.
MODULES = ["format", "data", "state", "summary", "layers", "treemap", "map", "findings", "packages", "main"]


def literal(name, text):
    for end in ('"""#', "\\#", "\r"):
        if end in text:
            sys.exit(f"{name}: {end!r} would end the text or change it")
    yield f'  static let {name} = #"""'
    yield from ("    " + line if line else "" for line in text.removesuffix("\n").split("\n"))
    yield '    """#'


def swift():
    resources = PAGE / "Resources"
    found = {file.stem for file in resources.glob("*.js")}
    if found != set(MODULES):
        sys.exit(f"modules in one place only: {', '.join(sorted(found ^ set(MODULES)))}")
    script = "\n".join((resources / f"{module}.js").read_text() for module in MODULES)
    if "</script" in script.lower():
        sys.exit("the script would end itself")
    yield "// Written by Tools/page.py from the files in Resources."
    yield ""
    yield "/// What every page holds."
    yield "enum PageTexts {"
    yield from literal("template", (resources / "page.html").read_text())
    yield from literal("style", (resources / "page.css").read_text())
    yield from literal("script", script)
    yield "}"


def main():
    text = "\n".join(swift()) + "\n"
    if TEXTS.exists() and TEXTS.read_text() == text:
        return
    if "--check" in sys.argv:
        sys.exit(f"{TEXTS.relative_to(PAGE.parent.parent.parent)}: not current; run Tools/page.py")
    TEXTS.write_text(text)


main()
