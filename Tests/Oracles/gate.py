#!/usr/bin/env python3
"""Has `tare check` judge an image by five policies whose verdicts follow from a count of its own.

    gate.py TARE IMAGE.tar [DOCKERFILE]

Budgets lie at the counted figure, which passes, and a byte below it, which fails. The count is count.py's: Python's tarfile, and a
merge that shares nothing with the program.

Exit status: 0 every verdict as expected, 1 not, 2 nothing could be counted.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

from count import Archive, CannotCount, Image


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tare, path, *dockerfile = sys.argv[1:]
    sys.setrecursionlimit(100_000)
    try:
        archive, image = Archive(path), Image()
        layers = list(archive.layers())
        for layer in layers:
            image.add(layer)
    except (CannotCount, OSError, tarfile.TarError) as error:
        print(f"gate.py: {error}", file=sys.stderr)
        return 2
    whole, dead = sum(layer.unpacked for layer in layers), sum(layer.dead for layer in layers)
    largest = max(layer.unpacked for layer in layers)
    row = next(row for row, (_, index) in enumerate(archive.rows()) if index is not None and layers[index].unpacked == largest)
    share = live_below(image, "/usr/share")
    millionths = dead * 1_000_000 // whole
    off = {"findings": "off"}
    policies = [
        # At every figure, to the byte.
        ({**off, "budgets": budgets(whole, dead, row, largest, share)},
         {"budgets.image": 1, "budgets.dead": 1, "budgets.layers[each]": 1, f"budgets.layers[{row}]": 1, "budgets.paths[/usr/share]": 1}),
        # A byte below each.
        ({**off, "budgets": budgets(whole - 1, max(0, dead - 1), row, largest - 1, max(0, share - 1))},
         {"budgets.image": 0, "budgets.dead": dead == 0, "budgets.layers[each]": 0, f"budgets.layers[{row}]": 0,
          "budgets.paths[/usr/share]": share == 0}),
        # Shares, a millionth apart.
        ({**off, "budgets": {"dead": f"{(millionths + 1) / 10_000:.4f} %", "layers": [{"each": "100 %"}]}},
         {"budgets.dead": 1, "budgets.layers[each]": 1}),
        ({**off, "budgets": {"dead": f"{max(0, millionths - 1) / 10_000:.4f} %"}}, {"budgets.dead": dead == 0}),
        # An exception that expired, one that holds, growth that no report tells of.
        ({**off, "growth": {"image": 0}, "exceptions": [
            {"rule": "unstripped", "reason": "x", "expires": "2020-01-01"}, {"rule": "package-lists", "reason": "x"}]},
         {"exceptions[unstripped]": 0}),
    ]
    failures = []
    for number, (policy, expected) in enumerate(policies, 1):
        failures += [f"policy {number}: {failure}" for failure in judge(tare, path, dockerfile, policy, expected)]
    print("\n".join(failures))
    print(f"{'not as counted' if failures else 'as counted'}: {len(policies)} policies, {sum(len(e) for _, e in policies)} checks; "
          f"{whole:,} bytes, {dead:,} dead")
    return 1 if failures else 0


def budgets(whole, dead, row, largest, share):
    return {
        "image": whole, "dead": dead, "layers": [{"each": largest}, {"layer": row, "at-most": largest}],
        "paths": [{"path": "/usr/share", "at-most": share}],
    }


def live_below(image, directory):
    """Bytes of the files that the final image shows there, each once."""
    top = directory.strip("/").encode() + b"/"
    return sum(content.size for content, paths in image.live_paths().items()
               if any(path.lstrip(b"/").startswith(top) for path in paths))


def judge(tare, path, dockerfile, policy, expected):
    """What is not as expected: each check, the exit status, the last line, JUnit."""
    with tempfile.TemporaryDirectory() as folder:
        config, junit = Path(folder) / "policy.yaml", Path(folder) / "junit.xml"
        config.write_text(json.dumps(policy))
        command = [tare, "check", path, "--config", str(config), "--report", f"junit={junit}", "--format", "terminal"]
        run = subprocess.run(command + (["-f", dockerfile[0]] if dockerfile else []), capture_output=True, text=True)
        if run.returncode == 2:
            yield run.stderr.strip()
            return
        found = {name: status == "pass" for status, name in re.findall(r"^(pass|FAIL)  (.+?)  ", run.stdout, re.M)}
        for name in found.keys() | expected.keys():
            if found.get(name) != (bool(expected[name]) if name in expected else None):
                yield f"{name}: expected {expected.get(name)}, found {found.get(name)}"
        failed = sum(not passed for passed in expected.values())
        if run.returncode != (1 if failed else 0):
            yield f"exit status {run.returncode}"
        last = f"verdict: {'fail' if failed else 'pass'} rules={len(expected)} failed={failed}"
        if run.stdout.splitlines()[-1] != last:
            yield f"last line {run.stdout.splitlines()[-1]!r}, expected {last!r}"
        cases = {case.get("name"): case.find("failure") is None for case in xml.parse(junit).iter("testcase")}
        if cases != found:
            yield f"JUnit says {cases}"


if __name__ == "__main__":
    sys.exit(main())
