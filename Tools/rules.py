#!/usr/bin/env python3
"""Writes the reference of the rules from the doc comments of their types.

    rules.py [--check]

Writes Sources/TareFindings/RuleTexts.swift, which `tare explain` shows, and docs/rules/. With --check it writes nothing and
fails when something would change.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
RULES = ROOT / "Sources" / "TareFindings" / "Rules"
TEXTS = ROOT / "Sources" / "TareFindings" / "RuleTexts.swift"
PAGES = ROOT / "docs" / "rules"

RULE = re.compile(r"((?:^ *///.*\n)+)^(?:public |package )?struct (\w+): Rule \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)


def paragraphs(comment):
    """The comment's paragraphs, each on one line; lists and code keep their lines."""
    lines = [re.sub(r"^ */// ?", "", line) for line in comment.rstrip("\n").split("\n")]
    text = []
    for line in lines:
        joins = text and text[-1] and line and not line.startswith(("- ", "    ")) and not text[-1].startswith("    ")
        if joins:
            text[-1] += " " + line.strip()
        else:
            text.append(line)
    return "\n".join(text).strip()


def rules():
    for file in sorted(RULES.rglob("*.swift")):
        for comment, type_name, body in RULE.findall(file.read_text()):
            name = re.search(r'static let name = "([^"]+)"', body)
            summary = re.search(r'static let summary =\s*((?:"[^"\n]*"\s*\+?\s*)+)', body)
            family = re.search(r"static let family = RuleFamily\.(\w+)|static let family: RuleFamily = \.(\w+)", body)
            if not (name and summary and family):
                sys.exit(f"{file}: {type_name}: no name, family or summary")
            joined = "".join(re.findall(r'"([^"]*)"', summary[1]))
            yield name[1], family[1] or family[2], joined, paragraphs(comment)


def swift(found):
    yield "// Written by Tools/rules.py from the doc comments of the rules."
    yield ""
    yield "/// What users read of each rule."
    yield "enum RuleTexts {"
    yield "  static let all: [String: String] = ["
    for name, _, _, text in found:
        yield f'    "{name}": #"""'
        yield from ("    " + line if line else "" for line in text.split("\n"))
        yield '    """#,'
    yield "  ]"
    yield "}"


def pages(found):
    index = ["# Rules", "", "Written by `Tools/rules.py`. `tare explain RULE` shows the same on the terminal.", ""]
    family = None
    for name, own_family, summary, text in sorted(found, key=lambda rule: (rule[1], rule[0])):
        if own_family != family:
            family = own_family
            index += ["" if index[-1] else None, f"## {family}", ""]
        index.append(f"- [{name}]({name}.md): {summary}")
        yield f"{name}.md", f"# {name}\n\n{summary}.\n\n{text}\n"
    yield "README.md", "\n".join(line for line in index if line is not None) + "\n"


def main():
    found = sorted(rules())
    files = {TEXTS: "\n".join(swift(found)) + "\n"} | {PAGES / name: text for name, text in pages(found)}
    stale = [file for file, text in files.items() if not file.exists() or file.read_text() != text]
    stale += [file for file in PAGES.glob("*.md") if file not in files]
    if "--check" in sys.argv:
        sys.exit("\n".join(f"{file.relative_to(ROOT)}: not current; run Tools/rules.py" for file in stale) or 0)
    PAGES.mkdir(parents=True, exist_ok=True)
    for file in stale:
        if file in files:
            file.write_text(files[file])
        else:
            file.unlink()


main()
