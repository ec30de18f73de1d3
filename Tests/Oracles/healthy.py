#!/usr/bin/env python3
"""Builds images to best practice and fails where anything above severity info is found in them: false alarms.

    healthy.py [--tare PROGRAM] [--keep DIRECTORY] [--list] [IMAGE...]

An image is a folder beside this file, `healthy/IMAGE`, with a build context in it. `healthy/base` is built first: what the
others are built on, as `tare-healthy/base`. Each has things that look superfluous and are not: their Dockerfiles say which.

Each image is built by BuildKit, saved, and weighed by PROGRAM (default: `.build/release/tare` or `.build/debug/tare`,
whichever is newer) as `PROGRAM IMAGE -f Dockerfile --format json`. What is found is printed, those of severity info too.

Exit status: 0 nothing above info, 1 something is, 2 an image could not be built or weighed.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from rules import CA, DOCKER, Failed, run, whole

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "healthy"


def build(folder):
    name = "tare-healthy/" + folder.name
    run([DOCKER, "build", "--network=host", "--secret", f"id=ca,src={CA}", "-t", name, folder],
        env=dict(os.environ, DOCKER_BUILDKIT="1"))
    return name


def weigh(tare, archive, dockerfile):
    return json.loads(run([tare, archive, "-f", dockerfile, "--format", "json"]))


def examine(tare, folder, scratch):
    """Whether the image is free of findings above info."""
    # The commits of this repository are none of the image's.
    context = whole(folder, scratch)
    archive = scratch / (folder.name + ".tar")
    run([DOCKER, "save", "-o", archive, build(context)])
    report = weigh(tare, archive, context / "Dockerfile")
    findings = report["findings"]
    alarms = [finding for finding in findings if finding["severity"] != "info"]
    print(f"{folder.name}: {report['totals']['unpacked']:,} B, {len(alarms)} above info, {len(findings) - len(alarms)} of info")
    for finding in findings:
        mark = " " if finding["severity"] == "info" else "!"
        print(f"  {mark} {finding['severity']:<6} {finding['bytes']:>12,}  {finding['id']}: {finding['title']}")
        if mark == "!":
            for line in finding["evidence"]:
                print(f"      {line}")
    return not alarms


def program():
    root = HERE.parent.parent
    built = [path for path in (root / ".build/release/tare", root / ".build/debug/tare") if path.exists()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tare", type=Path, default=program())
    parser.add_argument("--keep", type=Path, help="leave the saved images here")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("images", nargs="*")
    options = parser.parse_args()
    known = sorted(path.name for path in IMAGES.iterdir() if (path / "Dockerfile").exists() and path.name != "base")
    if options.list:
        print("\n".join(known))
        return 0
    if unknown := [name for name in options.images if name not in known]:
        parser.error("no such image: " + ", ".join(unknown))
    if not options.tare:
        parser.error("no program: give --tare")
    status = 0
    with tempfile.TemporaryDirectory(prefix="tare-healthy-", dir="/var/tmp") as scratch:
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
        try:
            build(IMAGES / "base")
            for name in options.images or known:
                if not examine(options.tare.resolve(), IMAGES / name, options.keep or Path(scratch)):
                    status = 1
        except (Failed, OSError, ValueError, KeyError) as failure:
            print(failure, file=sys.stderr)
            return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
