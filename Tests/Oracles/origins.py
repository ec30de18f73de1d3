#!/usr/bin/env python3
"""Builds the Dockerfiles of origins/ with every builder at hand and checks which lines a tool names for each history row.

    origins.py TARE [NAME ...]     builds, asks TARE, prints the table; status 1 where "certain" was wrong
    origins.py --collect DIR       builds, and leaves a JSON case for each image in DIR instead of asking a tool

The truth owes nothing to any comparison of texts: a builder that follows a Dockerfile writes its rows in the order of its
instructions, so the rows after the base's are its instructions without those that leave none, one by one. Where the
numbers differ the case is refused, not guessed. Needs root, docker (with BuildKit) and busybox; buildah and podman are
used where they are installed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "origins")
DOCKER = "/usr/bin/docker"

BASES = {
    "base": """FROM tare-origins/root
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin
RUN ["/bin/busybox", "--install", "-s", "/bin"]
CMD ["sh"]
""",
    "onbuild": """FROM tare-origins/base
LABEL kind=onbuild
ONBUILD RUN echo trigger > /trigger
ONBUILD ENV TRIGGER=1
CMD ["onbuild"]
""",
    "python": """FROM tare-origins/base
ENV LANG=C.UTF-8
RUN mkdir -p /usr/local/lib/python3.11 /var/lib/apt/lists
ENV PYTHON_VERSION=3.11.2
RUN set -eux; echo "$PYTHON_VERSION" > /usr/local/lib/python3.11/version
CMD ["python3"]
""",
}
# Rows that a base's triggers add below the first of a stage, which no line of the Dockerfile holds.
TRIGGERS = {"tare-origins/onbuild": ["RUN", "ENV"]}


def run(*command, **options):
    options.setdefault("check", True)
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options).stdout


# The Dockerfile, as far as the truth needs it


def instructions(text):
    """(keyword, first line, last line, text) of each instruction; no heredocs, no other escape."""
    result, first, parts = [], None, []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("#") or not stripped:
            continue
        if first is None:
            first = number
        if stripped.endswith("\\"):
            parts.append(stripped[:-1])
            continue
        parts.append(stripped)
        joined = " ".join(parts)
        result.append((joined.split()[0].upper(), first, number, joined))
        first, parts = None, []
    return result


def stages(text, arguments):
    """Each stage: name, what it builds on, its instructions."""
    known, result = {}, []
    for item in instructions(text):
        keyword, _, _, joined = item
        if keyword == "FROM":
            words = [word for word in joined.split()[1:] if not word.startswith("--")]
            base = re.sub(r"\$\{?(\w+)\}?", lambda match: known[match.group(1)], words[0])
            name = words[2].lower() if len(words) == 3 else None
            result.append({"name": name, "base": base, "items": []})
        elif not result:
            key, _, value = joined.split(None, 1)[1].partition("=")
            known[key] = arguments.get(key, value)
        else:
            result[-1]["items"].append(item)
    return result


def leaves_row(builder, item):
    return item[0] != "ONBUILD" or builder != "buildkit"


def expected(text, arguments, target, builder):
    """The external base and, for each row after its own, (keyword, first line, last line); lines None for its triggers."""
    all_stages = stages(text, arguments)
    index = len(all_stages) - 1
    if target:
        index = next(at for at, stage in enumerate(all_stages) if stage["name"] == target)
    chain = [index]
    while True:
        base = all_stages[chain[0]]["base"]
        earlier = [at for at in range(chain[0]) if all_stages[at]["name"] == base.lower()]
        if not earlier:
            break
        chain.insert(0, earlier[-1])
    rows = [(keyword, None, None) for keyword in TRIGGERS.get(base, [])]
    pending = []
    for at in chain:
        rows += pending
        pending = []
        for item in all_stages[at]["items"]:
            # buildah runs no triggers of a stage of the same file
            if item[0] == "ONBUILD" and builder in ("buildkit", "classic"):
                pending.append((item[3].split()[1].upper(), item[1], item[2]))
            if leaves_row(builder, item):
                rows.append((item[0], item[1], item[2]))
    return base, rows


# Building


def context(folder):
    """What the Dockerfiles copy; times fixed so that builders may share layers."""
    os.makedirs(os.path.join(folder, "sub"))
    os.makedirs(os.path.join(folder, "src"))
    for name in ["a.txt", "b.txt", "sub/c.txt", "src/main.py", "requirements.txt"]:
        with open(os.path.join(folder, name), "w") as file:
            file.write(name + "\n")
    with tarfile.open(os.path.join(folder, "bundle.tar"), "w") as bundle:
        bundle.add(os.path.join(folder, "a.txt"), "bundled/a.txt")


def prepare_bases():
    busybox = os.environ.get("BUSYBOX") or shutil.which("busybox")
    if not busybox:
        sys.exit("origins.py: needs a static busybox, in PATH or named by BUSYBOX")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/bin")
        os.makedirs(folder + "/etc")
        os.makedirs(folder + "/tmp")
        shutil.copy(busybox, folder + "/bin/busybox")
        os.symlink("busybox", folder + "/bin/sh")
        os.symlink("busybox", folder + "/bin/ash")
        with open(folder + "/etc/passwd", "w") as file:
            file.write("root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n")
        with open(folder + "/etc/group", "w") as file:
            file.write("root:x:0:\nnobody:x:65534:\n")
        with open(folder + "/etc/shadow", "w"):
            pass
        subprocess.run(
            f"tar -C {folder} -c . | {DOCKER} import -m 'a root of busybox' - tare-origins/root", shell=True, check=True,
            stdout=subprocess.DEVNULL)
    for name, text in BASES.items():
        run(DOCKER, "build", "--network=host", "-t", "tare-origins/" + name, "-", input=text,
            env={**os.environ, "DOCKER_BUILDKIT": "1"})


class Docker:
    def __init__(self, name, buildkit):
        self.name, self.buildkit = name, buildkit

    def prepare(self):
        pass

    def build(self, dockerfile, folder, arguments, target, tag):
        options = [option for key, value in arguments.items() for option in ("--build-arg", f"{key}={value}")]
        options += ["--target", target] if target else []
        run(DOCKER, "build", "--network=host", "-t", tag, "-f", dockerfile, *options, folder,
            env={**os.environ, "DOCKER_BUILDKIT": "1" if self.buildkit else "0"})

    def save(self, tag, path):
        run(DOCKER, "save", tag, "-o", path)


class Containers:
    """buildah and podman, in a storage of their own."""

    def __init__(self, name, program, options, storage):
        self.name, self.options = name, options
        self.storage = ["--root", storage, "--runroot", storage + ".run", "--storage-driver", "vfs"]
        self.program = [program, *self.storage]

    def prepare(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in BASES:
                path = f"{folder}/{name}.tar"
                run(DOCKER, "save", "tare-origins/" + name, "-o", path)
                run(*self.program, "pull", "docker-archive:" + path)

    def build(self, dockerfile, folder, arguments, target, tag):
        options = [option for key, value in arguments.items() for option in ("--build-arg", f"{key}={value}")]
        options += ["--target", target] if target else []
        run(*self.program, "build", "--isolation", "chroot", "--network", "host", "--pull=never", *self.options, "-t", tag,
            "-f", dockerfile, *options, folder)

    def save(self, tag, path):
        if os.path.exists(path):
            os.remove(path)
        run(*self.program, "push", tag, "docker-archive:" + path + ":" + tag)


def builders(storage):
    found = [Docker("buildkit", True), Docker("classic", False)]
    if shutil.which("buildah"):
        found.append(Containers("buildah", "buildah", ["--layers"], storage))
        found.append(Containers("buildah-flat", "buildah", ["--layers=false"], storage))
    if shutil.which("podman"):
        found.append(Containers("podman", "podman", ["--layers"], storage))
    return found


def configuration(archive):
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        return json.load(tar.extractfile(manifest[0]["Config"]))


def build_all(names, folder):
    """Yields each case: what was built from what, and the truth."""
    prepare_bases()
    bases = {}
    for name in BASES:
        run(DOCKER, "save", "tare-origins/" + name, "-o", folder + "/base.tar")
        bases["tare-origins/" + name] = len(configuration(folder + "/base.tar")["history"])
    bases["scratch"] = 0
    context(folder + "/context")
    prepared = set()
    for builder in builders(folder + "/storage"):
        if builder.name not in prepared:
            try:
                builder.prepare()
            except subprocess.CalledProcessError as error:
                print(f"{builder.name}: cannot prepare: {error.stdout}", file=sys.stderr)
                continue
        for name in names:
            case = os.path.join(CASES, name)
            dockerfile = os.path.join(case, "Dockerfile")
            text = open(dockerfile).read()
            arguments, target = {}, None
            if os.path.exists(case + "/build-args"):
                arguments = dict(pair.split("=", 1) for pair in open(case + "/build-args").read().split())
            if os.path.exists(case + "/target"):
                target = open(case + "/target").read().strip()
            tag, archive = f"tare-origins-{name}:{builder.name}", f"{folder}/{name}.{builder.name}.tar"
            try:
                builder.build(dockerfile, folder + "/context", arguments, target, tag)
                builder.save(tag, archive)
            except subprocess.CalledProcessError as error:
                print(f"{name} {builder.name}: not built: {error.stdout.strip().splitlines()[-1]}", file=sys.stderr)
                continue
            config = configuration(archive)
            base, rows = expected(text, arguments, target, builder.name)
            own = config["history"][bases[base]:]
            yield {
                "name": name, "builder": builder.name, "dockerfile": text, "path": dockerfile, "archive": archive,
                "arguments": arguments, "target": target, "base": base, "baseRows": bases[base], "config": config,
                "own": own, "expected": rows,
            }


def keyword(created_by):
    """Of a row; what no builder marks as anything else is a RUN."""
    text = created_by.partition("#(nop)")[2].strip() if "#(nop)" in created_by else created_by
    word = text.split(" ")[0]
    return word if word.isalpha() and word.isupper() else "RUN"


def truth(case):
    """For each history row its lines, None for one that no line made; None where the rows are not one to one."""
    own, rows = case["own"], case["expected"]
    if [keyword(record["created_by"]) for record in own] != [row[0] for row in rows]:
        return None
    return [None] * case["baseRows"] + [list(row[1:]) if row[1] else None for row in rows]


# The tool


def lines_of(tare, case):
    """For each history row (first line, last line, confidence), or None for rows that no line made: the base's, for which
    the tool names the FROM, count as such."""
    output = subprocess.run(
        [tare, "dockerfile", case["archive"], "-f", case["path"], "--format", "json"], stdout=subprocess.PIPE, check=True).stdout
    froms = {item[1] for item in instructions(case["dockerfile"]) if item[0] == "FROM"}
    result = []
    for row in json.loads(output)["rows"]:
        origin = row.get("origin")
        made = origin and origin["startLine"] not in froms
        result.append((origin["startLine"], origin["endLine"], origin["confidence"]) if made else None)
    return result


def main():
    words = sys.argv[1:]
    if not words:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        if words[0] == "--collect":
            os.makedirs(words[1], exist_ok=True)
            names = words[2:] or sorted(os.listdir(CASES))
            for case in build_all(names, folder):
                case["truth"] = truth(case)
                if case["truth"] is None:
                    print(f"{case['name']} {case['builder']}: {len(case['own'])} rows for {len(case['expected'])} instructions")
                with open(f"{words[1]}/{case['name']}.{case['builder']}.json", "w") as file:
                    json.dump(case, file, indent=1)
            return
        wrong = 0
        print(f"{'case':14}{'builder':14}{'rows':>5} {'certain':>12} {'likely':>12} {'guess':>12} {'none':>12}")
        for case in build_all(words[1:] or sorted(os.listdir(CASES)), folder):
            right = truth(case)
            if right is None:
                print(f"{case['name']:14}{case['builder']:14} {len(case['own'])} rows for {len(case['expected'])} instructions")
                continue
            count = {key: [0, 0] for key in ("certain", "likely", "guess", "none")}
            for found, known in zip(lines_of(words[0], case), right):
                key = found[2] if found else "none"
                count[key][(list(found[:2]) if found else None) != known] += 1
            wrong += count["certain"][1]
            cells = " ".join(f"{f'{good} / {bad}':>12}" for good, bad in count.values())
            print(f"{case['name']:14}{case['builder']:14}{len(right):5} {cells}")
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
