#!/usr/bin/env python3
"""Runs the steps of action.yml as GitHub would, on a real image, and the scripts for GitLab and pre-commit beside them.

    action.py TARE IMAGE DOCKERFILE

The steps run in a bare environment with the files that GitHub gives them; `uses` steps are recorded, and `gh` is a stand-in
that answers as GitHub's API. What is checked: the definitions by their schemas, the files made, what would be uploaded, the
comment, and that the job ends as `tare check` does. Exit status: 0 all holds, 1 something does not, 2 it could not run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
failures = []

GH = """#!/usr/bin/env python3
import json, os, sys
from pathlib import Path
log = Path(os.environ["GH_LOG"])
arguments = sys.argv[1:]
body = json.loads(Path(arguments[arguments.index("--input") + 1]).read_text())["body"] if "--input" in arguments else None
log.write_text(log.read_text() + json.dumps({"arguments": arguments, "body": body, "token": os.environ.get("GH_TOKEN")}) + "\\n")
if os.environ.get("GH_FAILS"): sys.exit(1)
if "--paginate" in arguments and os.environ.get("GH_FOUND"): print(os.environ["GH_FOUND"])
"""


def check(holds, what):
    if not holds:
        failures.append(what)


class Job:
    """One use of the action in a job of its own."""

    def __init__(self, action, folder, tools, inputs, event=None, environment=None):
        self.action, self.folder = action, folder
        self.inputs = {name: value.get("default", "") for name, value in action["inputs"].items()} | inputs
        self.outputs, self.used, self.log, self.status = {}, [], "", 0
        for name in ("workspace", "temp"):
            (folder / name).mkdir(parents=True)
        for name in ("summary", "path", "gh.log"):
            (folder / name).write_text("")
        (folder / "event.json").write_text(json.dumps(event or {}))
        self.environment = {
            "PATH": f"{tools}:/usr/bin:/bin", "HOME": str(folder), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_REPOSITORY": "shop/api",
            "GITHUB_STEP_SUMMARY": str(folder / "summary"), "GITHUB_PATH": str(folder / "path"),
            "GITHUB_EVENT_PATH": str(folder / "event.json"), "GH_LOG": str(folder / "gh.log"),
        } | (environment or {})

    def value(self, expression):
        name = expression.strip()
        if match := re.fullmatch(r"inputs\.([\w-]+)", name):
            return self.filled(self.inputs[match[1]])
        if match := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", name):
            return self.outputs.get(match[1], {}).get(match[2], "")
        known = {"runner.temp": str(self.folder / "temp"), "github.action": "__self", "github.token": "token-of-the-job"}
        return known[name]

    def filled(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: self.value(match[1]), str(text))

    def holds(self, condition):
        for term in condition.split("&&"):
            left, operator, right = re.fullmatch(r"\s*(\S+)\s*(==|!=)\s*'(.*)'\s*", term).groups()
            if (self.value(left) == right) != (operator == "=="):
                return False
        return True

    def run(self):
        for step in self.action["runs"]["steps"]:
            if "if" in step and not self.holds(step["if"]):
                continue
            if "uses" in step:
                self.used.append((step["uses"], {key: self.filled(value) for key, value in step.get("with", {}).items()}))
                continue
            check("${{" not in step["run"], f"{step['name']}: an input is text of a script")
            script, output = self.folder / "step.sh", self.folder / "output"
            script.write_text(step["run"])
            output.write_text("")
            environment = self.environment | {key: self.filled(value) for key, value in step.get("env", {}).items()}
            environment["GITHUB_OUTPUT"] = str(output)
            environment["PATH"] = ":".join((self.folder / "path").read_text().split() + [environment["PATH"]])
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script], env=environment, cwd=self.folder / "workspace",
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            self.log += done.stdout
            if "id" in step:
                self.outputs[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())
            if done.returncode:
                self.status = done.returncode
                break
        return self

    @property
    def calls(self):
        return [json.loads(line) for line in (self.folder / "gh.log").read_text().splitlines()]

    @property
    def summary(self):
        return (self.folder / "summary").read_text()


def commands(log):
    """What the runner acts on: nothing while commands are stopped."""
    found, key = [], None
    for line in log.splitlines():
        if key:
            key = None if line == f"::{key}::" else key
        elif match := re.fullmatch(r"::stop-commands::(.+)", line):
            key = match[1]
        elif line.startswith("::"):
            found.append(line)
    return found


def definitions(bin):
    for schema, file in (("github-actions", "action.yml"), ("gitlab-ci", "ci/gitlab/tare.gitlab-ci.yml")):
        done = subprocess.run(
            [bin / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", ROOT / file], capture_output=True, text=True)
        check(done.returncode == 0, f"{file}: {done.stdout}")
    done = subprocess.run([bin / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], capture_output=True, text=True)
    check(done.returncode == 0, f".pre-commit-hooks.yaml: {done.stdout}")
    scripts = sorted(ROOT.glob("ci/*/*.sh"))
    done = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True)
    check(scripts and done.returncode == 0, f"shellcheck: {done.stdout}")
    check(all(os.access(script, os.X_OK) for script in scripts), "a script cannot be started")


def github(tare, image, dockerfile, folder, tools):
    import yaml

    action = yaml.safe_load((ROOT / "action.yml").read_text())
    pull = {"pull_request": {"number": 7}}

    def job(name, policy="findings: {fail-at: off}\n", event=None, environment=None, tools=tools, **inputs):
        folder_of = folder / name
        made = Job(action, folder_of, tools, {"image": image} | inputs, event, environment)
        shutil.copy(dockerfile, folder_of / "workspace" / "Dockerfile")
        (folder_of / "workspace" / ".tare.yaml").write_text(policy)
        return made.run()

    budgets = "findings: {{fail-at: off}}\nbudgets:\n  image:\n    unpacked: {}\n"
    passed = job("passed", budgets.format("100 GB"))
    check(passed.status == 0 and passed.outputs["check"]["verdict"] == "pass", f"passed: {passed.status}\n{passed.log}")
    check(re.search(r"^verdict: pass rules=\d+ failed=0$", passed.log, re.M), f"passed: its last line\n{passed.log}")
    uses, given = passed.used[0]
    alerts = list(Path(given["sarif_file"]).iterdir())
    check(uses.startswith("github/codeql-action/upload-sarif@") and len(alerts) == 1, f"passed: uploads {alerts}")
    run = json.loads(alerts[0].read_text())["runs"][0]
    check(run["results"] and not any(result.get("suppressions") for result in run["results"]), "passed: alerts")
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    check(any(place["uri"] == "Dockerfile" for place in places), "passed: alerts on lines")
    # Where the upload looks for sources there are none, so that it keeps the fingerprints.
    check(not (Path(given["checkout_path"]) / "Dockerfile").exists(), "passed: no sources beside the alerts")
    check(passed.summary == Path(passed.outputs["check"]["markdown"]).read_text() != "", "passed: the summary is the report")
    check(json.loads(Path(passed.outputs["check"]["json"]).read_text())["schemaVersion"] == 1, "passed: the JSON report")
    check(not passed.calls, "passed: no comment was asked for")
    check(not [line for line in commands(passed.log) if line.startswith("::error")], "passed: no error in a job that passes")

    failed = job("failed", budgets.format("1 kB"), event=pull, comment="true")
    check(failed.status == 1 and failed.outputs["check"]["verdict"] == "fail", f"failed: {failed.status}\n{failed.log}")
    check(failed.used and failed.summary, "failed: all is shared before the job fails")
    check(any(line.startswith("::error ") for line in commands(failed.log)), "failed: an annotation says why")
    list_call, post = failed.calls
    check("repos/shop/api/issues/7/comments" in post["arguments"] and "POST" in post["arguments"], "failed: the comment")
    check(post["body"].startswith("<!-- tare ") and post["token"] == "token-of-the-job", "failed: its marker")
    check(len(post["body"]) <= 65536, "failed: its length")
    results = json.loads(Path(failed.outputs["check"]["sarif"]).read_text())["runs"][0]["results"]
    check(any(result["ruleId"].startswith("gate/") for result in results), "failed: the check is a result")

    again = job("again", event=pull, comment="true", environment={"GH_FOUND": "42\n43"})
    check(again.status == 0 and "PATCH" in again.calls[-1]["arguments"], f"again: the same comment\n{again.log}")
    check("repos/shop/api/issues/comments/42" in again.calls[-1]["arguments"], "again: the first one")
    fork = job("fork", event=pull, comment="true", environment={"GH_FAILS": "1"})
    check(fork.status == 0 and "pull-requests: write" in fork.log, "fork: a comment that cannot be written fails no job")
    push = job("push", comment="true")
    check(push.status == 0 and not push.calls, "push: no pull request, no comment")

    quiet = job("quiet", **{"upload-sarif": "false", "summary": "false", "args": "--only package-lists"})
    check(quiet.status == 0 and not quiet.used and not quiet.summary, f"quiet: nothing is shared\n{quiet.log}")
    missing = job("missing", image="no-such.tar")
    check(missing.status == 2 and missing.outputs["check"]["verdict"] == "error" and not missing.used, "missing: an error")
    broken = job("broken", policy="budgets: [\n")
    check(broken.status == 2 and not broken.used, f"broken: a policy that cannot be read\n{broken.log}")
    hostile = job("hostile", image="$(touch owned); `touch owned`", args="$(touch owned) *")
    check(hostile.status == 2 and not (folder / "hostile/workspace/owned").exists(), "hostile: inputs are no script")
    nothing = folder / "nothing-there"
    nothing.mkdir()
    bare = job("bare", tools=nothing)
    check(bare.status == 2 and "::error title=tare::" in bare.log, f"bare: says what is missing\n{bare.log}")


def gitlab(image, dockerfile, folder, tools):
    import yaml

    job = yaml.safe_load((ROOT / "ci/gitlab/tare.gitlab-ci.yml").read_text())[".tare-check"]
    for limit, status in (("100 GB", 0), ("1 kB", 1)):
        place = folder / f"gitlab-{status}"
        place.mkdir()
        shutil.copy(dockerfile, place / "Dockerfile")
        (place / ".tare.yaml").write_text(f"findings: {{fail-at: off}}\nbudgets:\n  image:\n    unpacked: {limit}\n")
        environment = {"PATH": f"{tools}:/usr/bin:/bin"} | job["variables"] | {"TARE_IMAGE": image}
        done = subprocess.run(
            ["sh", "-ec", "\n".join(job["script"])], env=environment, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        check(done.returncode == status, f"gitlab: {done.returncode}, not {status}\n{done.stdout}")
        made = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
        check(all((place / name).is_file() for name in made), f"gitlab: not all of {made} were made")
        if (place / made[-2]).is_file():
            issues = json.loads((place / job["artifacts"]["reports"]["codequality"]).read_text())
            check(any(issue["severity"] == "blocker" for issue in issues) == (status == 1), "gitlab: blockers")


def pre_commit(folder):
    hooks = folder / "hooks"
    hooks.mkdir()
    # One that tells files apart by their status.
    (hooks / "tare").write_text('#!/bin/sh\necho "$@"\nexit "$(cat "$3")"\n')
    (hooks / "tare").chmod(0o755)
    for number in range(3):
        (hooks / f"{number}.dockerfile").write_text(str(number))
    for files, status in ((["0"], 0), (["0", "1", "0"], 1), (["2", "1"], 2), ([], 0)):
        done = subprocess.run(
            [ROOT / "ci/pre-commit/dockerfiles.sh", *(f"{file}.dockerfile" for file in files)], cwd=hooks,
            env={"PATH": f"{hooks}:/usr/bin:/bin"}, capture_output=True, text=True)
        check(done.returncode == status, f"pre-commit: {files} gave {done.returncode}")
        check(done.stdout.splitlines() == [f"dockerfile -f {file}.dockerfile" for file in files], f"pre-commit: {done.stdout}")


def main():
    if len(sys.argv) != 4:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tare, image, dockerfile = (str(Path(name).resolve()) for name in sys.argv[1:])
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            tools = folder / "tools"
            tools.mkdir()
            (tools / "tare").symlink_to(tare)
            (tools / "gh").write_text(GH.replace("/usr/bin/env python3", sys.executable))
            (tools / "gh").chmod(0o755)
            definitions(Path(sys.executable).parent)
            github(tare, image, dockerfile, folder, tools)
            gitlab(image, dockerfile, folder, tools)
            pre_commit(folder)
    except (ImportError, OSError, KeyError, ValueError, subprocess.SubprocessError) as error:
        print(f"action.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for failure in failures:
        print(failure)
    print(f"{'wrong' if failures else 'right'}: the action, the GitLab template and the hooks")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
