#!/usr/bin/env python3
"""Asks the package managers of an image which files are whose, and compares the bytes with those of a report of tare.

    owners.py IMAGE.tar NAME|- [--tare PROGRAM] [--report REPORT.json] [--list]

IMAGE.tar is a saved image, NAME the same image in docker; with - only the sums of the report are checked. REPORT is what
`tare IMAGE.tar --format json` printed, if it is there already.

In a container without network, `dpkg-query -L` and Python's importlib.metadata name the files of each package, and stat
gives their sizes: regular files, hard links once. To those come the records themselves (the package's files in
/var/lib/dpkg/info, the egg-info), all of an egg, and the bytecode beside each listed source. A package differs when that is
not its `own`, to the byte. Each difference is put under a rule where one explains all of its bytes; the rules are in
`explain` and `explain_absence`. An image without Python is not asked about its Python packages.
Exit status: 0 nothing unexplained, 1 some differences unexplained, 2 the question could not be asked.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

DEBIAN = r"""
export LC_ALL=C
if command -v dpkg-query >/dev/null; then
  echo "@@ native"; dpkg --print-architecture
  dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Architecture}\t${binary:Package}\n' | sed 's/^/@@ package\t/'
  for package in $(dpkg-query -W -f '${binary:Package}\n'); do
    echo "@@ files"; echo "$package"
    dpkg-query -L "$package" 2>/dev/null
    for file in "/var/lib/dpkg/info/$package".*; do
      # Another package may be named as this one and a dot.
      case "${file#"/var/lib/dpkg/info/$package."}" in *.*) ;; *) [ ! -e "$file" ] || echo "$file" ;; esac
    done
  done
fi
"""

# Python reads its own answers as UTF-8 whatever the locale is. Standard input: what the Debian part said.
PYTHON = r"""
import json, os, stat, sys
from importlib.metadata import PathDistribution
from pathlib import Path

def bytecode(path):
    folder, name = os.path.split(path)
    cache = os.path.join(folder, "__pycache__")
    if folder not in caches:
        caches[folder] = os.listdir(cache) if os.path.isdir(cache) else []
    return [os.path.join(cache, each) for each in caches[folder] if each.startswith(name[:-2]) and each.endswith(".pyc")]

caches = {}
distributions = []
for folder, folders, files in os.walk("/"):
    if folder == "/":
        folders[:] = [name for name in folders if name not in ("proc", "sys", "dev")]
    for name in folders + files:
        if not name.endswith((".dist-info", ".egg-info")) and not (name == "EGG-INFO" and folder.endswith(".egg")):
            continue
        record = os.path.join(folder, name)
        distribution = PathDistribution(Path(record))
        paths = []
        for file in distribution.files or []:
            path = os.path.normpath(str(distribution.locate_file(file)))
            paths.append(path)
            if path.endswith(".py"):
                paths += bytecode(path)
        if record.endswith("-info") and os.path.isdir(record) or name == "EGG-INFO":
            for place, _, names in os.walk(folder if name == "EGG-INFO" else record):
                paths += [os.path.join(place, each) for each in names]
        url = json.loads(distribution.read_text("direct_url.json") or "{}")
        distributions.append({
            "record": record, "name": distribution.metadata["Name"], "version": distribution.version,
            "listed": distribution.files is not None, "files": sorted(set(paths)),
            "local": "dir_info" in url or url.get("url", "").startswith("file:"),
        })

debian = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
lines = []
for line in debian.splitlines():
    lines.append(line)
    if line.startswith("/") and line.endswith(".py"):
        lines += bytecode(line)
debian = "\n".join(lines)
wanted = {line for line in lines if line.startswith("/")}
wanted |= {line.split(" to: ", 1)[1] for line in debian.splitlines() if line.startswith(("diverted by", "locally diverted"))}
for distribution in distributions:
    wanted.update(distribution["files"])
inodes = {}
for path in wanted:
    try:
        about = os.lstat(path.encode("utf-8", "surrogateescape"))
    except OSError:
        continue
    if stat.S_ISREG(about.st_mode):
        inodes[path] = ["%d:%d" % (about.st_dev, about.st_ino), about.st_size]
json.dump({"debian": debian, "distributions": distributions, "inodes": inodes}, sys.stdout)
"""

# Where the image has no Python, stat answers for the Debian part alone.
STAT = r"""
echo "@@ stat"
sed -nE 's/^(diverted by .*|locally diverted) to: //p; /^\//p' "$1" | sort -u | xargs -d '\n' stat -c '%f %d:%i %s %n' 2>/dev/null
true
"""

SCRIPT = (
    'list=$(mktemp)\n{ ' + DEBIAN + '\n} >"$list"\n'
    'for python in python3 python /usr/local/bin/python3; do\n'
    '  if command -v $python >/dev/null; then $python -S -c "$1" <"$list"; exit; fi\ndone\n'
    'cat "$list"\nset -- "$list"\n' + STAT
)


class Failure(Exception):
    pass


class Listed:
    """One package, and what its manager says is its."""

    def __init__(self, ecosystem, name, version=None, record=None, local=False):
        self.ecosystem, self.name, self.version, self.record, self.local = ecosystem, name, version, record, local
        self.inodes = set()

    @property
    def installed(self):
        """False where Python would not look for it: a cache, a source tree."""
        return self.record is None or any(part in ("site-packages", "dist-packages") for part in self.record.split("/"))

    def __str__(self):
        return f"{self.ecosystem} {self.name}" + (f" {self.version}" if self.version else "")


class Container:
    """The packages of a running image with the inodes of their files, and the size of each inode."""

    def __init__(self, image):
        options = ["--rm", "--pull", "never", "--network", "none", "--user", "0", "--entrypoint", "sh"]
        done = subprocess.run(["docker", "run", *options, image, "-c", SCRIPT, "sh", PYTHON], capture_output=True)
        text = done.stdout.decode("utf-8", "surrogateescape")
        if done.returncode:
            raise Failure(f"{image}: {done.stderr.decode(errors='replace').strip() or done.returncode}")
        if text.startswith("{"):
            answer = json.loads(text)
            inodes = {path: tuple(about) for path, about in answer["inodes"].items()}
            debian, distributions = answer["debian"], answer["distributions"]
        else:
            debian, _, stat = text.partition("@@ stat\n")
            distributions, inodes = [], {}
            for mode, inode, size, path in (line.split(" ", 3) for line in stat.splitlines()):
                if int(mode, 16) & 0xF000 == 0x8000:
                    inodes[path] = inode, int(size)
        self.has_python = text.startswith("{")
        self.size = dict(inodes.values())
        self.paths = defaultdict(list)
        for path, (inode, _) in sorted(inodes.items()):
            self.paths[inode].append(path)
        self.inodes = inodes
        self.packages = self.debian(debian.splitlines()) + [self.distribution(each) for each in distributions]
        self.owners = defaultdict(list)
        for package in self.packages:
            for inode in package.inodes:
                self.owners[inode].append(package)

    def debian(self, lines):
        native, packages, current, path, starts = None, {}, None, None, False
        for line in [*lines, "@@ end"]:
            if starts:
                native, current, starts = (line, None, False) if current == "native" else (native, packages.get(line), False)
                continue
            # A diverted file is reported in the line behind it.
            place = line.split(" to: ", 1)[1] if line.startswith(("diverted by", "locally diverted")) else path
            place = place if place in self.inodes else path  # diverted, but never moved
            if current and place in self.inodes:
                current.inodes.add(self.inodes[place][0])
            path = None
            if line.startswith("@@ package\t"):
                state, name, architecture, key = line.split("\t")[1:]
                if state not in ("not-installed", "config-files"):
                    packages[key] = Listed("deb", name if architecture in (native, "all") else f"{name}:{architecture}")
            elif line.startswith("@@ "):
                current, starts = ("native", True) if line == "@@ native" else (None, line == "@@ files")
            elif line.startswith("/"):
                path = line
        return list(packages.values())

    def distribution(self, answer):
        package = Listed("pypi", answer["name"], answer["version"], answer["record"], answer["local"])
        package.inodes = {self.inodes[path][0] for path in answer["files"] if path in self.inodes}
        return package

    def bytes(self, inodes):
        return sum(self.size[inode] for inode in inodes)


def key(package):
    """What a package of the report and one of the container have in common."""
    if package["ecosystem"] == "pypi":
        record = package["record"]
        for name in ("/METADATA", "/PKG-INFO", "/RECORD"):
            record = record.removesuffix(name)
        return "pypi", record
    return package["ecosystem"], package["name"], package.get("architecture")


def laws(report):
    """Each byte has one owner."""
    owners, own = report["owners"], sum(package["own"] for package in report["packages"])
    rows = defaultdict(int)
    for layer in report["layers"]:
        for package in layer.get("packages") or []:
            rows[package["ecosystem"], package["name"], package["version"]] += package["bytes"]
    whole = defaultdict(int)
    for package in report["packages"]:
        whole[package["ecosystem"], package["name"], package["version"]] += package["own"]
    if sum(owners.values()) != report["totals"]["live"]:
        yield f"the owners sum to {sum(owners.values()):,}, live is {report['totals']['live']:,}"
    if own != owners["packages"]:
        yield f"the packages own {own:,} together, owners.packages is {owners['packages']:,}"
    for name in whole.keys() | rows.keys():
        if whole[name] != rows[name]:
            yield f"{' '.join(map(str, name))} owns {whole[name]:,}, in the layers {rows[name]:,}"


def families(container, differing):
    """Packages that list one file among them, directly or through others."""
    left = set(differing)
    while left:
        family, todo = set(), [left.pop()]
        while todo:
            package = todo.pop()
            family.add(package)
            for inode in package.inodes:
                if len(container.owners[inode]) > 1:
                    todo += [other for other in container.owners[inode] if other not in family]
        left -= family
        yield family


def explain(container, own, family, report):
    """The rule that accounts for all of the differences of a family, or None."""
    applied = {package for package in family if (package.local or not package.installed) and own[package] == 0}
    rest = family - applied
    union = container.bytes(set().union(*(package.inodes for package in rest or family)))
    if not rest and union <= report["owners"]["application"] + report["owners"]["nobody"]:
        return "installed from a local path or in its source tree, so of the application"
    shares = all(
        container.bytes(inode for inode in package.inodes if len(container.owners[inode]) == 1) <= own[package]
        <= container.bytes(package.inodes)
        for package in rest
    )
    if applied and shares:
        return "installed from a local path, so of the application, and with it what another package lists too"
    if len(family) > 1 and shares and sum(own[package] for package in family) == union:
        return "listed by several packages, each file owned by one of them"
    return None


def explain_absence(container, package, report, known):
    """The rule by which a distribution is none of its own in the report, or None."""
    hosts = {other for inode in package.inodes for other in container.owners[inode] if other in known}
    inside = {(each["name"], each["version"]) for host in report["packages"] for each in host["contains"]}
    if hosts and (package.name, package.version) in inside:
        if all(any(other in known for other in container.owners[inode]) for inode in package.inodes):
            return f"vendored, under contains of its host ({', '.join(sorted(host.name for host in hosts))})"
    if not package.installed:
        rest = report["owners"]["nobody"] + report["owners"]["application"]
        if container.bytes(package.inodes) <= rest and not hosts:
            return "in no directory that Python loads packages from: a cache, or a source tree"
    return None


def compare(container, report, listing):
    """Prints what differs; the number of what no rule explains."""
    theirs = defaultdict(list)
    for package in report["packages"]:
        theirs[key(package)].append(package)
    own, lone = {}, []
    for package in container.packages:
        if package.ecosystem == "pypi":
            found = theirs.pop(("pypi", package.record), [])
        else:
            name, _, architecture = package.name.partition(":")
            candidates = [each for each in theirs if each[:2] in (("deb", name), ("deb", package.name))]
            candidates = [each for each in candidates if not architecture or each[2] in (architecture, None)] or candidates
            if not architecture:
                candidates = [each for each in candidates if ":" not in each[1]]
                candidates.sort(key=lambda each: each[2] not in (None, "amd64", "all"))
            found = theirs.pop(candidates[0]) if candidates else []
        if found:
            own[package] = sum(each["own"] for each in found)
        else:
            lone.append(package)
    unexplained, explained = [], defaultdict(list)
    for package in lone:
        line = f"not in the report: {package}, {container.bytes(package.inodes):,} bytes, {package.record or 'of dpkg'}"
        rule = package.record and explain_absence(container, package, report, own)
        (explained[rule] if rule else unexplained).append(line)
    asked = ("deb", "pypi") if container.has_python else ("deb",)
    unexplained += [f"not in the container: {' '.join(map(str, name))}" for name in theirs if name[0] in asked]
    differing = [package for package in own if own[package] != container.bytes(package.inodes)]
    for family in families(container, differing):
        family = {package for package in family if package in own}
        rule = explain(container, own, family, report)
        for package in sorted(family & set(differing), key=str):
            mine = container.bytes(package.inodes)
            line = f"{package}: listed {mine:,}, owned {own[package]:,} ({own[package] - mine:+,})"
            if rule:
                explained[rule].append(line)
            else:
                shared = [inode for inode in package.inodes if len(container.owners[inode]) > 1]
                line += f"; {len(shared)} files of {container.bytes(shared):,} bytes are listed by others too"
                unexplained.append(line)
                if listing:
                    unexplained += [f"  {container.size[i]:>12,}  {container.paths[i][0]}" for i in sorted(shared)]
    for ecosystem in asked:
        packages = [package for package in container.packages if package.ecosystem == ecosystem]
        total = container.bytes(set().union(*(package.inodes for package in packages)))
        same = sum(own.get(package) == container.bytes(package.inodes) for package in packages)
        print(f"{ecosystem}: {same} of {len(packages)} packages agree to the byte; {total:,} bytes listed")
    for rule, lines in explained.items():
        print(f"{len(lines)} explained: {rule}")
        for line in lines:
            print(f"    {line}")
    return unexplained


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", metavar="IMAGE.tar")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--tare", default="tare", metavar="PROGRAM")
    parser.add_argument("--report", type=Path, metavar="REPORT.json")
    parser.add_argument("--list", action="store_true", help="name the shared files of what is unexplained")
    arguments = parser.parse_args()
    try:
        if arguments.report:
            report = json.loads(arguments.report.read_text())
        else:
            command = [arguments.tare, arguments.archive, "--format", "json"]
            report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        problems = list(laws(report))
        owners = ", ".join(f"{name} {size:,}" for name, size in report["owners"].items())
        print(f"{'DIFFERS' if problems else 'same'}: {report['totals']['live']:,} bytes live = {owners}")
        if arguments.name != "-":
            problems += compare(Container(arguments.name), report, arguments.list)
    except (Failure, OSError, KeyError, ValueError, subprocess.CalledProcessError) as error:
        print(f"owners.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for problem in problems:
        print(f"DIFFERS {problem}")
    print(f"{len(problems)} unexplained")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
