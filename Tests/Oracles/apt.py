#!/usr/bin/env python3
"""Asks apt what goes when packages go, and compares it with what tare says a set of packages retains.

    apt.py NAME [--archive IMAGE.tar] [--report REPORT.json]... [--set gcc,g++]... [--base NAME]
           [--follow recommends|depends|all] [--tare PROGRAM] [--list]

NAME is a Debian image known to docker, IMAGE.tar the same image saved. Of the archive tare is asked what each --set
retains; a REPORT holds what `tare packages IMAGE.tar PKG PKG --format json` printed, and names sets of its own: each of the
packages, and all together. A --set without an archive is only asked of apt. The packages of the base are marked as manual
first: those of the image given by --base, else those that a report says came with the base.

In a container without network, `apt-get -s purge --auto-remove SET` names the packages that would go. What is
auto-removable before anything is purged is no part of the set and is taken off; only a set that is itself partly such may
count what it needs of it. Where a root that is not of the set would
go with it, the set is blocked: tare then says null. Roots are, as apt has it, the packages installed manually, and those
that are essential, protected or of priority required. Freed bytes are those of regular files that only the removed packages
list (`dpkg-query -L` and `stat`, hard links once), and of their own files in /var/lib/dpkg/info.

By default apt also keeps what a remaining package recommends or suggests. --follow tells which relations count, as they do
in the graph under test, which knows no suggestions; answers that change with it are shown beside.
tare follows more than dpkg's relations: the programs of ENTRYPOINT, CMD and HEALTHCHECK, the application, libraries that
binaries of other packages load, interpreters. Where only such a need makes the difference the set counts as explained, and
the need is shown as `tare why` tells it.
Exit status: 0 all sets agree or are explained, 1 some differ, 2 apt could not be asked.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

# Nothing but what a Debian image has. Arguments: the packages to mark, then each set, both separated by spaces.
SCRIPT = r"""
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
manual=$1; shift
[ -z "$manual" ] || apt-mark manual $manual >/dev/null || exit 2
echo "@@ packages"
dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\t${Architecture}\t${binary:Package}\t${Essential} ${Protected} ${Priority}\n'
echo "@@ native"; dpkg --print-architecture
echo "@@ manual"; apt-mark showmanual
ask() {
  kind=$1 options="-s --allow-remove-essential -o APT::AutoRemove::RecommendsImportant=$2 -o APT::AutoRemove::SuggestsImportant=$3"
  shift 3
  echo "@@ idle $kind"; apt-get $options autoremove --purge 2>&1
  for set in "$@"; do echo "@@ purge $kind $set"; apt-get $options purge --auto-remove $set 2>&1; done
}
ask all true true "$@"
ask recommends true false "$@"
ask depends false false "$@"
list=$(mktemp)
echo "@@ files"
for package in $(dpkg-query -W -f '${binary:Package}\n'); do
  echo "= $package"
  dpkg-query -L "$package"
  for file in "/var/lib/dpkg/info/$package".*; do
    # Another package may be named as this one and a dot.
    case "${file#"/var/lib/dpkg/info/$package."}" in *.*) ;; *) printf '+%s\n' "$file" ;; esac
  done
done | tee "$list"
echo "@@ stat"
grep -E '^\+?/|^diverted by |^locally diverted ' "$list" | sed -E 's/^\+//; s/^(diverted by .*|locally diverted) to: //' | sort -u |
  xargs -d '\n' stat -c '%f %d:%i %s %h %n' 2>/dev/null
echo "@@ end"
"""
INFO = "+"
KINDS = ("all", "recommends", "depends")
REGULAR = 0x8000


@dataclass
class Claim:
    """What tare says of one set. `bytes` is None where it is blocked."""

    packages: tuple
    bytes: int | None = None
    freed: dict | None = None  # Debian package to bytes
    others: dict = field(default_factory=dict)  # what goes of other ecosystems
    blockers: set = field(default_factory=set)
    known: bool = True


def claims(report):
    """The sets of one report, and the packages that it says came with the base: the only place that knows its shape."""
    found, names = [], []
    retained = report["retained"]
    for row in [*retained["sets"], retained["together"]]:
        claim = Claim((row["name"],) if "name" in row else tuple(names), row["bytes"], {}, blockers=set(row["blockedBy"]))
        names += claim.packages if "name" in row else ()
        for package in row["freed"]:
            if package["ecosystem"] == "deb":
                claim.freed[package["name"]] = package["bytes"]
            else:
                claim.others[package["ecosystem"], package["name"]] = package["bytes"]
        found.append(claim)
    if len(names) == 1:
        found.pop()
    base = {row["name"] for row in report["packages"] if row["ecosystem"] == "deb" and row["fromBase"]}
    return found, base


class Tare:
    """The program under test, and the image that it is asked of."""

    def __init__(self, program, archive):
        self.program, self.archive = program, archive

    def ask(self, *arguments):
        command, *rest = arguments
        done = subprocess.run([self.program, command, self.archive, *rest, "--format", "json"], capture_output=True)
        if done.returncode:
            raise Failure(done.stderr.decode(errors="replace").strip())
        return json.loads(done.stdout)

    def claim(self, packages):
        found, base = claims(self.ask("packages", *(f"deb:{package}" for package in packages)))
        found[-1].packages = packages
        return found[-1], base

    def need(self, package):
        """The edges from a root to the package: from, kind, to."""
        return [(edge["from"], edge["kind"], edge["to"]) for edge in self.ask("why", f"deb:{package}")["answers"][0]["chain"]]


class Failure(Exception):
    pass


def run(image, script, *arguments):
    options = ["--rm", "-i", "--pull", "never", "--network", "none", "--user", "0", "--entrypoint", "sh"]
    done = subprocess.run(["docker", "run", *options, image, "-s", "--", *arguments], input=script.encode(), capture_output=True)
    if done.returncode:
        raise Failure(f"{image}: {done.stderr.decode(errors='replace').strip() or done.returncode}")
    return done.stdout.decode("utf-8", "surrogateescape")


def packages_of(image):
    return set(run(image, "dpkg-query -W -f '${Package}\\n'").split())


class Container:
    """One image's answers to all sets."""

    def __init__(self, image, base, sets):
        answers = self.sections(run(image, SCRIPT, " ".join(sorted(base)), *(" ".join(each) for each in sets)))
        if "end" not in answers:
            raise Failure(f"{image}: the container broke off")
        self.answers = answers
        native = answers["native"][0]
        rows = [line.split("\t") for line in answers["packages"]]
        # As apt and tare name it, by the name of dpkg's files.
        self.names = {key: name if arch in (native, "all") else f"{name}:{arch}" for _, name, arch, key, _ in rows}
        self.manual = set(answers["manual"])
        self.required = {self.names[key] for *_, key, marks in rows if "yes" in marks or "required" in marks}
        self.size, self.owners, self.parts, links = {}, defaultdict(set), {}, {}
        modes = {}
        for line in answers["stat"]:
            mode, inode, size, count, path = line.split(" ", 4)
            modes[path] = int(mode, 16)
            if modes[path] & 0xF000 == REGULAR:
                self.size[path], links[path] = int(size), int(count)
                self.parts[path] = inode
        self.absent = 0
        names = defaultdict(set)
        for key, path in self.listed(answers["files"]):
            if path.lstrip(INFO) not in modes:
                self.absent += 1
            elif (plain := path.lstrip(INFO)) in self.parts:
                self.owners[self.parts[plain]].add(self.names[key])
                names[self.parts[plain]].add(plain)
        self.bytes = {self.parts[path]: size for path, size in self.size.items()}
        self.info = {self.parts[path] for path in self.parts if path.startswith("/var/lib/dpkg/info/")}
        # Contents with a name that no package lists: those stay, whatever dpkg removes.
        self.linked = [sorted(paths)[0] for paths in names.values() if links[min(paths)] > len(paths)]

    @staticmethod
    def sections(text):
        found, current = {}, []
        for line in text.splitlines():
            if line.startswith("@@ "):
                current = found.setdefault(line[3:], [])
            else:
                current.append(line)
        return found

    @staticmethod
    def listed(lines):
        """Package and path of each file, diverted ones where they really are."""
        rows = []
        key = None
        for line in lines:
            if line.startswith("= "):
                key = line[2:]
            elif line.startswith(("/", INFO)):
                rows.append((key, line))
            elif match := re.match(r"(?:diverted by .*|locally diverted) to: (/.*)", line):
                rows[-1] = (key, match[1])
        return rows

    def removed(self, kind, packages=None):
        """What apt would remove beyond what it would remove anyway."""
        lines = self.answers[f"purge {kind} {' '.join(packages)}" if packages else f"idle {kind}"]
        errors = [line for line in lines if line.startswith("E: ")]
        if errors:
            raise Failure("; ".join(errors))
        gone = {match[1] for line in lines if (match := re.match(r"(?:Purg|Remv) (\S+)", line))}
        if added := [line for line in lines if line.startswith("Inst ")]:
            raise Failure(f"apt would install something instead: {'; '.join(added)}")
        return gone - (self.removed(kind) - set(packages)) if packages else gone

    def freed(self, packages):
        """Bytes of files, and of dpkg's own files."""
        gone = [inode for inode, owners in self.owners.items() if owners <= packages]
        return (
            sum(self.bytes[inode] for inode in gone if inode not in self.info),
            sum(self.bytes[inode] for inode in gone if inode in self.info),
        )


@dataclass
class Answer:
    removed: set
    blockers: set
    files: int
    info: int

    def __str__(self):
        if self.blockers:
            return f"blocked by {' '.join(sorted(self.blockers))} ({len(self.removed)} packages would go)"
        parts = f"{self.files:,} in files, {self.info:,} in dpkg's"
        return f"{self.files + self.info:,} bytes ({parts}) in {len(self.removed)} packages"


def ask(container, packages, kind):
    removed = container.removed(kind, packages)
    return Answer(removed, (removed & (container.manual | container.required)) - set(packages), *container.freed(removed))


def differences(claim, answer):
    if claim.bytes is None or answer.blockers:
        if (claim.bytes is None) != bool(answer.blockers):
            blocked = f"blocked by {' '.join(sorted(claim.blockers))}"
            yield f"tare says {blocked if claim.bytes is None else f'{claim.bytes:,}'}, apt {answer}"
        elif strange := {name.removeprefix("deb:") for name in claim.blockers} - answer.blockers:
            yield f"tare is blocked by {' '.join(sorted(strange))}, apt is not"
        return
    if more := claim.freed.keys() - answer.removed:
        yield f"only tare frees {' '.join(sorted(more))}"
    if fewer := answer.removed - claim.freed.keys():
        yield f"only apt removes {' '.join(sorted(fewer))}"
    mine = claim.bytes - sum(claim.others.values())
    if mine != answer.files + answer.info:
        yield f"tare {mine:,} bytes, apt {answer.files + answer.info:,}: {mine - answer.files - answer.info:+,}"


def explanation(claim, answer, container, tare):
    """The needs that apt does not know of and that make all of the difference, or None."""
    if claim.bytes is None:
        strange = {name.removeprefix("deb:") for name in claim.blockers} & set(container.names.values())
        return None if answer.blockers or strange else [f"by {blocker}" for blocker in sorted(claim.blockers)]
    if claim.freed.keys() - answer.removed or sum(claim.freed.values()) != sum(container.freed(claim.freed.keys())):
        return None
    if not tare:
        return None
    needs = []
    for package in sorted(answer.removed - claim.freed.keys()):
        chain = tare.need(package)
        if all(kind in ("depends", "recommends") for _, kind, _ in chain):
            return None
        needs.append(" ".join(f"{start} -{kind}->" for start, kind, _ in chain) + f" {package}")
    return needs


def show(container, claim, follow, listing, tare):
    """Prints one set; true when tare agrees, is explained, or was not asked."""
    answers = {kind: ask(container, claim.packages, kind) for kind in KINDS}
    answer = answers[follow]
    idle = container.removed(follow)
    freed = set(claim.freed or ())
    if anyway := freed & idle - answer.removed if idle & set(claim.packages) else set():
        removed = answer.removed | anyway
        answer = Answer(removed, answer.blockers, *container.freed(removed))
    problems = list(differences(claim, answer)) if claim.known else []
    needs = explanation(claim, answer, container, tare) if problems else None
    verdict = "explained" if needs else "DIFFERS  " if problems else "agrees   " if claim.known else "apt      "
    print(f"{verdict} {', '.join(claim.packages)}: {answer}")
    if anyway:
        print(f"          {len(anyway)} of them would go anyway: {' '.join(sorted(anyway))}")
    for problem in problems:
        print(f"          {problem}")
    for need in needs or ():
        print(f"          needed: {need}")
    for (ecosystem, name), size in claim.others.items():
        print(f"          and with it {ecosystem} {name}, {size:,} bytes")
    if listing:
        print(f"          {' '.join(sorted(answer.removed))}")
    for kind in KINDS:
        if str(answers[kind]) != str(answer):
            print(f"          {kind}: {answers[kind]}")
            for word, names in (("more", answers[kind].removed - answer.removed), ("not", answer.removed - answers[kind].removed)):
                if names and listing:
                    print(f"            {word} {' '.join(sorted(names))}")
    return bool(needs) or not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("image", metavar="NAME")
    parser.add_argument("--archive", metavar="IMAGE.tar")
    parser.add_argument("--report", action="append", default=[], type=Path, metavar="REPORT.json")
    parser.add_argument("--set", action="append", default=[], metavar="PKG,PKG")
    parser.add_argument("--base", metavar="IMAGE")
    parser.add_argument("--follow", choices=KINDS, default="recommends", help="the relations that keep a package")
    parser.add_argument("--tare", default="tare", metavar="PROGRAM")
    parser.add_argument("--list", action="store_true", help="name the packages that go")
    arguments = parser.parse_args()
    try:
        tare = Tare(arguments.tare, arguments.archive) if arguments.archive else None
        asked, base = [], set()
        for packages in (tuple(each.split(",")) for each in arguments.set):
            claim, names = tare.claim(packages) if tare else (Claim(packages, known=False), set())
            asked.append(claim)
            base |= names
        for path in arguments.report:
            found, names = claims(json.loads(path.read_text()))
            asked += found
            base |= names
        if arguments.base:
            base = packages_of(arguments.base)
        base &= packages_of(arguments.image)
        container = Container(arguments.image, base, [claim.packages for claim in asked])
        idle = container.removed(arguments.follow)
        late = container.required - base - container.manual
        print(f"{arguments.image}: {len(container.names)} packages, {len(base)} of the base, {len(container.manual)} manual")
        print(f"not of the base nor manual, but required: {' '.join(sorted(late)) or 'nothing'}")
        print(f"removable before anything is purged: {' '.join(sorted(idle)) or 'nothing'}")
        print(f"listed but not in the image: {container.absent} paths; with names of no package: {len(container.linked)} files")
        agreed = [show(container, claim, arguments.follow, arguments.list, tare) for claim in asked]
    except (Failure, OSError, KeyError, ValueError) as error:
        print(f"apt.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    known = any(claim.known for claim in asked)
    print(f"{sum(agreed)} of {len(agreed)} agree or are explained" if known else f"{len(agreed)} asked")
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    sys.exit(main())
