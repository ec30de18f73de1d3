#!/usr/bin/env python3
"""Applies the diffs that findings offer with plain `patch`, builds again, and compares what that saves with what they claim.

    diffs.py [--tare PROGRAM] [--corpus DIRECTORY] [--only RULE] [--list] [CASE...]

A case is a folder of `rules/` beside this file, or `corpus:NAME` for the Dockerfile and context in DIRECTORY/NAME (see
`rules.py` for what a folder holds). The context is copied, its image built and weighed with `-f Dockerfile`; then each diff in
turn is applied to a fresh copy with `patch -p0`, the image built anew by the same builder, and weighed again. Of a folder of
`rules/` the diffs of its own rule count, of the corpus all.

    offered   diffs in the report
    applied   `patch` took all hunks without fuzz or offset
    built     the builder made an image of it
    gone      no finding of that id is left
    bytes     claimed by the finding, and what the contents of all layers lost

The two figures must agree, to the byte where the finding is exact, but for what no two builds make alike or the edit itself
adds, which the table marks:

    ~ N       what no two builds make alike: a case says how much, a corpus image may differ by 1,024 bytes beside the logs and
              databases of package managers, which are left out on both sides
    ~ file    a setting that the edit writes, added to what it saves
    ~ strip   within 1 %
    more      a fix where bytes are first written also spares the copies that later layers made of them: at least the claim
    lower     the finding claims a lower bound

Exit status: 0 all as claimed, 1 some differ, 2 an image could not be built or weighed.
"""

import argparse
import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import rules

# Rules whose findings are named for rows.
PAIRS = ("changed-in-place", "deletes-earlier", "deleted-later", "copied-again", "overwritten-later", "copy-of-lower-layer",
         "build-tools", "recommended-packages")

# What package managers write anew in each build of a corpus image: sizes depend on times, and on what else was installed.
LOGS = ["/var/log/*", "/var/cache/ldconfig/*", "/etc/ld.so.cache", "/var/lib/apt/extended_states", "/var/lib/dpkg/status*",
        "/var/lib/dpkg/alternatives/*", "/var/cache/debconf/*", "/usr/share/info/dir*", "/etc/shells"]


def noise(case):
    """What is left out on both sides, and how far the figures may be apart: as `rules.py` has them for its cases."""
    folder = rules.CASES / case
    if not folder.is_dir():
        return LOGS, "1024"
    def read(name, default):
        return (folder / name).read_text().strip() if (folder / name).exists() else default
    return read("noise", "").split(), read("within", "0")


def build(folder, name, *options):
    rules.run([rules.DOCKER, "build", *options, "--network=host", "--secret", f"id=ca,src={rules.CA}", "-t", name, folder],
              env=dict(os.environ, DOCKER_BUILDKIT="1"))


def weigh(tare, folder, name, scratch):
    """The report of an image, and its contents; the archive goes again."""
    archive = scratch / "image.tar"
    rules.run([rules.DOCKER, "save", "-o", archive, name])
    try:
        report = json.loads(rules.run(shlex.split(tare) + [archive, "-f", "Dockerfile", "--format", "json"], cwd=folder))
        return report, rules.contents(archive)
    finally:
        archive.unlink()


def total(contents, ignored):
    return sum(size for (_, path), size in contents.items() if not any(fnmatch.fnmatch(path, p) for p in ignored))


def patched(context, diff, scratch):
    copy = scratch / "patched"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(context, copy, symlinks=True)
    done = subprocess.run(["patch", "-p0", "--no-backup-if-mismatch"], input=diff.encode(), cwd=copy, capture_output=True)
    text = (done.stdout + done.stderr).decode(errors="replace")
    return copy, done.returncode == 0 and "fuzz" not in text and "offset" not in text, text


def prune(name):
    subprocess.run([rules.DOCKER, "image", "rm", "-f", name], capture_output=True)


class Row:
    def __init__(self, case, finding, number):
        self.case, self.id, self.number = case, finding["id"], number
        self.applied = self.built = self.gone = False
        saves = finding["fixes"][number]["saves"]
        self.claimed, self.lost, self.note, self.problem = finding["bytes"] if saves is None else saves, None, "", ""


def check(case, context, wanted, tare, only):
    rows, offered = [], 0
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as temporary:
        scratch = Path(temporary)
        first = scratch / "first"
        # In a case a link is a file that others have too.
        shutil.copytree(context, first, symlinks=wanted is None)
        name = f"tare-diffs/first-{os.getpid()}"
        # What was fetched before may be older than what the others fetch.
        build(first, name, *(["--no-cache"] if wanted is None else []))
        report, before = weigh(tare, first, name, scratch)
        for finding in report["findings"]:
            if (wanted and finding["rule"] != wanted) or (only and finding["rule"] != only):
                continue
            for number, fix in enumerate(finding["fixes"]):
                if not fix.get("diff"):
                    continue
                offered += 1
                row = Row(case, finding, number)
                rows.append(row)
                copy, row.applied, text = patched(first, fix["diff"], scratch)
                if not row.applied:
                    row.problem = text.strip().splitlines()[-1] if text.strip() else "patch failed"
                    continue
                other = f"tare-diffs/patched-{os.getpid()}"
                try:
                    build(copy, other)
                    row.built = True
                    after_report, after = weigh(tare, copy, other, scratch)
                except rules.Failed as error:
                    row.problem = str(error).splitlines()[-1]
                    continue
                finally:
                    prune(other)
                compare(row, finding, before, after, report, after_report)
        prune(name)
    return rows, offered


def compare(row, finding, before, after, old_report, report):
    rule = finding["rule"]
    left = [f for f in report["findings"] if f["rule"] == rule and same(f, finding)]
    # Of several on the same files, as a chown and a chmod, one less is left.
    def claimed(report):
        return sum(f["bytes"] for f in report["findings"] if f["rule"] == rule)
    row.gone = not left or (rule in PAIRS and claimed(old_report) - claimed(report) >= finding["bytes"] * 0.99)
    ignored, within = noise(row.case)
    if rule == "package-manager-leftovers":
        ignored = []
    row.lost = total(before, ignored) - total(after, ignored)
    added = sum(size for (_, path), size in after.items() if path.startswith("/etc/dpkg/dpkg.cfg.d/01-no-"))
    if added:
        row.note, row.lost = "~ file", row.lost + added
    difference = row.lost - row.claimed
    exact = finding["exact"] and rule != "unstripped"
    margin = row.lost * float(within[:-1]) / 100 if within.endswith("%") else int(within)
    if difference == 0 and row.gone:
        row.note = row.note or "exact"
    elif abs(difference) <= margin:
        row.note = f"~ {within}"
    elif rule == "unstripped":
        row.note = "~ strip"
        if abs(difference) > row.claimed / 100:
            row.problem = f"{difference:+,}"
    elif not exact:
        row.note = "lower"
        if difference < 0:
            row.problem = f"{difference:+,}"
    elif difference > 0 and copied(finding, before, ignored) >= difference:
        row.note = "more"
    else:
        row.problem = f"{difference:+,}"
        row.detail = rules.differences(before, after)
    if not row.gone:
        row.problem = (row.problem + "; " if row.problem else "") + "still there: " + ", ".join(f"{f['id']} {f['bytes']:,}" for f in left)


def same(other, finding):
    """Rows move when an instruction goes, so findings on pairs of layers are told by what they claim."""
    if finding["rule"] in PAIRS:
        theirs = {c["path"] for c in other["claims"]}
        return bool(theirs & {c["path"] for c in finding["claims"]}) and other["bytes"] >= finding["bytes"]
    return other["id"] == finding["id"]


def copied(finding, before, ignored):
    """Bytes of the claimed paths in all layers beside those claimed."""
    paths = [c["path"] for c in finding["claims"]]
    exact, trees = {p for p in paths if not p.endswith("/")}, tuple(p for p in paths if p.endswith("/"))
    everything = sum(size for (_, path), size in before.items() if path in exact or (trees and path.startswith(trees)))
    return everything


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--tare", default=rules.default_tare(), metavar="PROGRAM")
    parser.add_argument("--corpus", type=Path, default=Path("/var/tmp/tare-corpus"), metavar="DIRECTORY")
    parser.add_argument("--only", metavar="RULE")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    names = options.cases or sorted(p.name for p in rules.CASES.iterdir() if (p / "Dockerfile").exists())
    if options.list:
        print("\n".join(names))
        return 0
    status, every = 0, []
    none = []
    for name in names:
        corpus = name.removeprefix("corpus:") if name.startswith("corpus:") else None
        context = options.corpus / corpus if corpus else rules.CASES / name
        try:
            rows, offered = check(name, context, None if corpus else name.split("--")[0], options.tare, options.only)
        except (rules.Failed, OSError, ValueError, KeyError) as error:
            print(f"FAILED {name}: {error}", flush=True)
            status = 2
            continue
        if not rows:
            none.append(name)
        for row in rows:
            every.append(row)
            yes = lambda value: "yes" if value else "NO"
            lost = "-" if row.lost is None else f"{row.lost:,}"
            print(f"{row.case:28.28} {row.id + (f' #{row.number + 1}' if row.number else ''):44.44} {yes(row.applied):>7} "
                  f"{yes(row.built):>5} {yes(row.gone):>4} {row.claimed:>13,} {lost:>13} {row.note:8} {row.problem}", flush=True)
            for line in getattr(row, "detail", []):
                print(line)
            if row.problem or not (row.applied and row.built and row.gone):
                status = max(status, 1)
    good = [r for r in every if r.applied and r.built and r.gone and not r.problem]
    print(f"\n{len(every)} diffs of {len({r.id.split('/')[0] for r in every})} rules: {sum(r.applied for r in every)} applied, "
          f"{sum(r.built for r in every)} built, {sum(r.gone for r in every)} gone, {len(good)} as claimed "
          f"({sum(r.note == 'exact' for r in good)} to the byte)")
    if none:
        print("no diff offered: " + ", ".join(none))
    return status


if __name__ == "__main__":
    sys.exit(main())
