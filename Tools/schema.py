#!/usr/bin/env python3
"""Writes the references of the JSON documents from their schemas.

    schema.py [--check]

Each docs/NAME.schema.json becomes docs/schema/NAME.md: every field with its type and meaning. With --check it writes nothing
and fails when something would change.
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = DOCS / "schema"
NOTE = "<!-- Written by Tools/schema.py from the schema. -->"


class Reference:
    """One schema as a page: its top level, then each definition that something refers to."""

    def __init__(self, path):
        self.path = path
        self.schema = json.loads(path.read_text())
        self.definitions = self.schema.get("$defs", {})

    def page(self):
        yield NOTE
        yield ""
        yield f"# {self.schema['title'][0].upper()}{self.schema['title'][1:]}"
        yield ""
        if "description" in self.schema:
            yield self.schema["description"]
            yield ""
        yield f"The schema itself: [{self.path.name}](../{self.path.name})."
        yield ""
        yield from self.table(self.schema)
        for name, definition in self.definitions.items():
            yield ""
            yield f"## {name}"
            yield ""
            if "description" in definition:
                yield definition["description"]
                yield ""
            if self.properties(definition):
                yield from self.table(definition)
            else:
                yield f"{self.type_of(definition)[0].upper()}{self.type_of(definition)[1:]}{self.limits(definition)}."

    def properties(self, node):
        found = dict(node.get("properties", {}))
        for part in node.get("allOf", []):
            found |= self.properties(self.resolved(part))
        return found

    def resolved(self, node):
        return self.definitions[node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node

    def table(self, node):
        yield "| field | type | meaning |"
        yield "|---|---|---|"
        yield from self.rows(node, "")

    def rows(self, node, prefix):
        required = node.get("required", [])
        for name, field in self.properties(node).items():
            absent = "" if not required or name in required else "Not always there. "
            meaning = absent + field.get("description", self.resolved(field).get("description", ""))
            meaning = (meaning + self.limits(field)).strip().replace("|", "\\|")
            yield f"| `{prefix}{name}` | {self.type_of(field)} | {meaning} |"
            inner, path = field, f"{prefix}{name}"
            while inner.get("type") == "array" or "array" in (inner.get("type") or []):
                inner, path = inner.get("items", {}), path + "[]"
            if "properties" in inner:
                yield from self.rows(inner, path + ".")

    def type_of(self, node):
        if "$ref" in node:
            name = node["$ref"].rsplit("/", 1)[-1]
            return f"[{name}](#{name.lower()})"
        for key in ("anyOf", "oneOf"):
            if key in node:
                return " or ".join(dict.fromkeys(self.type_of(one) for one in node[key]))
        if "const" in node:
            return f"`{json.dumps(node['const'])}`"
        if "enum" in node:
            return ", ".join(f"`{one}`" if isinstance(one, str) else f"`{json.dumps(one)}`" for one in node["enum"])
        kinds = node.get("type", "any")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds == ["any"] and self.properties(node):
            kinds = ["object"]
        names = [f"list of {self.type_of(node['items'])}" if kind == "array" and "items" in node else kind for kind in kinds]
        return " or ".join(names)

    @staticmethod
    def limits(node):
        words = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}
        said = [f"{word} {node[key]}" for key, word in words.items() if key in node]
        return f" ({', '.join(said)})" if said else ""


def main():
    check = "--check" in sys.argv[1:]
    stale = []
    wanted = {}
    for path in sorted(DOCS.glob("*.schema.json")):
        wanted[PAGES / f"{path.name.removesuffix('.schema.json')}.md"] = "\n".join(Reference(path).page()) + "\n"
    for page, text in wanted.items():
        if page.exists() and page.read_text() == text:
            continue
        stale.append(page)
        if not check:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text)
    if check and stale:
        sys.exit("\n".join(f"{page.relative_to(ROOT)}: does not follow its schema; run Tools/schema.py" for page in stale))


main()
