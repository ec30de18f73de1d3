#!/usr/bin/env python3
"""Builds ten commits of a small project with the real engine and compares what it made again with what tare predicts.

    order.py [--tare COMMAND] [--docker PROGRAM]

The project is made here: the Dockerfile beside this script, under order/, and a history of eleven commits in which files
change, come, go, are renamed, become executable and return to what they were, inside and outside of what the build copies.
`tare order` predicts for each instruction, before and after the order that it proposes, in which of the ten builds it is
made again; then docker builds all eleven commits in turn with each of the two Dockerfiles. What BuildKit does not report as
CACHED was made again. At last the images of both are compared, file by file: the order must not change them.
What a stage gives here tells all that it reads: tare takes a stage that runs again to give other files, while BuildKit
compares them. Every file has a random line in it, another one for each of the two rounds, so that nothing from an earlier
run is in the cache.
Exit status: 0 every prediction came true, 1 some did not, 2 the comparison could not be made.
"""

import argparse
import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

CASE = Path(__file__).resolve().parent / "order"
VERTEX = re.compile(r"#(\d+) \[(\S+) +(\d+)/\d+\] (.*)")
STATE = re.compile(r"#(\d+) (CACHED|DONE)\b")
BUILD = """\
mkdir -p out
cat src/* tools/* > out/all
stat -c '%a %n' src/* tools/* >> out/all
"""
START = {
    "src/main.sh": "echo main", "src/part.sh": "echo part", "config/a.conf": "a", "config/notes.txt": "no conf",
    "data/table.csv": "1,2", "docs/index.html": "<p>", "docs/draft.md": "draft", "seeds/one": "1", "README.md": "read",
    "tools/build.sh": BUILD, "requirements.txt": "# none",
    "tools/pip": "#!/bin/sh\ncat \"$3\" > /usr/local/lib/installed",
}  # fmt: skip
# What each commit does, in the order of the commits.
COMMITS = [
    ("change a source", lambda p: p.write("src/main.sh", "echo other")),
    ("touch what is ignored", lambda p: p.write("README.md", "read on")),
    ("add a configuration", lambda p: p.write("config/b.conf", "b")),
    ("change what the pattern leaves out", lambda p: p.write("config/notes.txt", "still no conf")),
    ("change the documents of the build stage", lambda p: p.write("docs/index.html", "<p><p>")),
    ("go back to the first source", lambda p: p.write("src/main.sh", START["src/main.sh"])),
    ("make a source executable", lambda p: p.mode("src/part.sh", 0o755)),
    ("rename a table", lambda p: p.rename("data/table.csv", "data/values.csv")),
    ("plant a seed, unseal a draft", lambda p: (p.write("seeds/two", "2"), p.raw(".dockerignore", "*.md\n"))),
    (
        "change the tools, the packages, and drop a configuration",
        lambda p: (p.write("tools/extra.sh", "true"), p.write("requirements.txt", "# other"), p.remove("config/b.conf")),
    ),
]


class Project:
    """A repository whose files all end in a line of their own."""

    def __init__(self, folder, mark):
        self.folder, self.mark = Path(folder), mark
        self.folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.raw(".dockerignore", "*.md\ndocs/*.md\n")
        self.raw("Dockerfile", (CASE / "Dockerfile").read_text())
        for path, text in START.items():
            self.write(path, text)
        self.mode("tools/pip", 0o755)
        self.commit("start")
        for message, change in COMMITS:
            change(self)
            self.commit(message)
        self.commits = self.git("rev-list", "--reverse", "HEAD").split()

    def git(self, *words):
        names = ["-c", "user.name=order", "-c", "user.email=order@example.org", "-c", "core.fileMode=true"]
        return run(["git", *names, *words], cwd=self.folder)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def raw(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def write(self, path, text):
        self.raw(path, f"{text}\n# {self.mark}\n")

    def mode(self, path, mode):
        (self.folder / path).chmod(mode)

    def rename(self, old, new):
        (self.folder / old).rename(self.folder / new)

    def remove(self, path):
        (self.folder / path).unlink()


def run(words, **options):
    return subprocess.run(words, check=True, text=True, capture_output=True, **options).stdout


def predict(tare, project):
    """What tare says: per version of the Dockerfile its text and its instructions, each with the builds that make it again.

    The only place that knows how tare is asked."""
    answer = json.loads(
        run([*tare, "-f", str(project.folder / "Dockerfile"), "--repo", str(project.folder), "--commits", str(len(COMMITS)),
             "--format", "json"])
    )

    def instructions(outcome):
        builds = range(answer["commits"])
        return [{**one, "builds": [build in one["builds"] for build in builds]} for one in outcome["instructions"]]

    versions = [("before", (CASE / "Dockerfile").read_text(), instructions(answer["before"]))]
    if answer["after"] is not None:
        versions.append(("after", answer["dockerfile"], instructions(answer["after"])))
    return versions


def build(docker, project, dockerfile, tag="tare-order"):
    """The vertices of one build, by stage and number: whether each was made again."""
    words = [docker, "build", "--network=host", "--progress=plain", "-t", tag, "-f", str(dockerfile), str(project.folder)]
    done = subprocess.run(words, text=True, capture_output=True, env={**os.environ, "DOCKER_BUILDKIT": "1"})
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, words)
    names, states = {}, {}
    for line in done.stderr.splitlines():
        if found := VERTEX.match(line):
            names[found[1]] = (found[2], int(found[3]))
        elif found := STATE.match(line):
            states[found[1]] = found[2]
    return {name: states.get(number) == "DONE" for number, name in names.items()}


def files(docker, tag):
    """All that is in an image but for times, by path."""
    container = run([docker, "create", tag]).strip()
    with tempfile.TemporaryFile() as archive:
        subprocess.run([docker, "export", container], check=True, stdout=archive)
        run([docker, "rm", container])
        archive.seek(0)
        entries = {}
        with tarfile.open(fileobj=archive) as tar:
            for entry in tar:
                content = hashlib.sha256(tar.extractfile(entry).read()).hexdigest() if entry.isreg() else None
                entries[entry.name] = (entry.type, entry.mode, entry.uid, entry.gid, entry.linkname, content)
    return entries


def differences(docker, project, folder, versions):
    """How many files differ between the images of the two Dockerfiles, built from the same files."""
    images = []
    for version, _, _ in versions:
        build(docker, project, Path(folder) / f"Dockerfile.{version}", f"tare-order-{version}")
        images.append(files(docker, f"tare-order-{version}"))
    old, new = images
    differing = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    for path in differing[:20]:
        print(f"{path}: {old.get(path)} in the image before, {new.get(path)} after")
    run([docker, "rmi", "tare-order", *(f"tare-order-{version}" for version, _, _ in versions)])
    print(f"{len(old)} files of the image compared, {len(differing)} differ")
    return len(differing)


def stages(text):
    """For each stage its name and whether it stands on an image, whose vertex then is the first."""
    found = re.findall(r"^FROM (\S+)(?: AS (\S+))?", text, re.M)
    names = {name for _, name in found}
    return [(name or f"stage-{index}", base not in names) for index, (base, name) in enumerate(found)]


def compare(docker, version, text, instructions, project, folder):
    dockerfile = Path(folder) / f"Dockerfile.{version}"
    dockerfile.write_text(text)
    wrong = checked = made = 0
    for number, commit in enumerate(project.commits):
        project.git("checkout", "-q", commit)
        vertices = build(docker, project, dockerfile)
        if number == 0:
            continue
        positions, found = {}, {}
        for instruction in instructions:
            name, on_image = stages(text)[instruction["stage"]]
            positions[name] = positions.get(name, 1 if on_image else 0) + 1
            place = (instruction["stage"], instruction["index"])
            # Equal instructions on equal states are one vertex, which has the name of any of them.
            twin = instruction["twin"]
            first = (twin["stage"], twin["index"]) if twin else place
            found[first] = found.get(first, False) or vertices.get((name, positions[name]), False)
        for instruction in instructions:
            if instruction["twin"]:
                continue
            checked += 1
            expected = instruction["builds"][number - 1]
            is_made = found[instruction["stage"], instruction["index"]]
            made += is_made
            if expected != is_made:
                wrong += 1
                says = {True: "made again", False: "from the cache"}
                print(f"{version}, {COMMITS[number - 1][0]}: line {instruction['startLine']}, {instruction['text']}: "
                      f"{says[is_made]}, predicted {says[expected]}")
    print(f"{version}: {checked} predictions for {len(project.commits) - 1} builds, {made} made again, {wrong} wrong")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tare", default="tare order", help="the command that predicts")
    parser.add_argument("--docker", default="docker", help="a docker whose BuildKit prints plain progress")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tare-order-") as folder:
        try:
            wrong = 0
            project = Project(Path(folder) / "before", secrets.token_hex(8))
            versions = predict(arguments.tare.split(), project)
            for version, text, instructions in versions:
                if version != "before":
                    project = Project(Path(folder) / version, secrets.token_hex(8))
                wrong += compare(arguments.docker, version, text, instructions, project, folder)
            if len(versions) < 2:
                print("tare proposes no other order")
                return 2
            wrong += differences(arguments.docker, project, folder, versions)
        except (OSError, ValueError, KeyError, subprocess.CalledProcessError) as error:
            print(f"order.py: {error}", file=sys.stderr)
            return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
