#!/usr/bin/env python3
"""Does what findings say, by plain means, and compares what that saves with what they claim, to the byte.

    rules.py [--tare PROGRAM] [--builder buildkit|classic|buildah|podman] [--keep DIRECTORY] [--list] [CASE...]

A case is a folder beside this file, `rules/RULE` or `rules/RULE--VARIANT`, with a build context in it:

    Dockerfile         an image that has what the rule looks for
    Dockerfile.fixed   the same with the fix that a user would make; or
    apply              a shell script, run as root in the unpacked final file system (its working directory): what it removes
                       or changes is then taken out of the layers that provide it, and nothing else of the image changes
    noise              optional: glob patterns, one a line, of absolute paths whose sizes differ from build to build
    within             optional: how far the two figures may be apart, as `1%` or `4096`; 0 without it

A symbolic link in a folder stands for the file that it shows, which other cases have too.

Both images are built (or the second one rewritten), saved, and their content is summed over all layers with Python's tarfile:
regular files by logical size, hard links nothing. PROGRAM (default: `.build/release/tare` or `.build/debug/tare`, whichever is
newer) is run as `PROGRAM IMAGE --format json` on both. What the rule's findings claim in the first image and no longer in the
second must be what the content lost; of alternatives (`group`) the largest counts. At least one finding must be gone, and
none may stay but on layers of the base. Where several findings claim one byte their sum would be wrong, so a case has few.

BuildKit builds unless `--builder` says otherwise. A case that another builder cannot build (mounts and secrets in the classic
one) fails there and says so; buildah and podman get the base images from Docker.

Exit status: 0 all as claimed, 1 some differ, 2 an image could not be built or weighed.
"""

import argparse
import fnmatch
import json
import os
import posixpath
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE / "rules"
DOCKER = os.environ.get("DOCKER", "/usr/bin/docker")
CA = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")


class Failed(Exception):
    pass


def run(arguments, **options):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, **options)
    if done.returncode:
        tail = b"\n".join((done.stdout + done.stderr).splitlines()[-25:]).decode(errors="replace")
        raise Failed(f"{shlex.join(str(a) for a in arguments)}: exit {done.returncode}\n{tail}")
    return done.stdout


# ---- images ------------------------------------------------------------------------------------------------------------


def build(case, dockerfile, folder, builder):
    name = "tare-rules/" + case.name.replace("--", "-") + (":fixed" if dockerfile.endswith(".fixed") else ":latest")
    archive = folder / (dockerfile + ".tar")
    secret = ["--secret", f"id=ca,src={CA}"] if builder != "classic" else []
    tool = DOCKER if builder in ("buildkit", "classic") else builder
    if builder == "classic":
        case = with_ignored(case, dockerfile, folder)
    # These two join all instructions into one layer unless told.
    layered = [] if tool == DOCKER else ["--layers"] + ignored(case, dockerfile)
    run([tool, "build", "--network=host", *secret, *layered, "-t", name, "-f", case / dockerfile, case],
        env=dict(os.environ, DOCKER_BUILDKIT="0" if builder == "classic" else "1"))
    if tool == DOCKER:
        run([DOCKER, "save", "-o", archive, name])
    else:
        run([tool, "push", f"localhost/{name}", f"docker-archive:{archive}:{name}"])
    return archive


def ignored(case, dockerfile):
    """BuildKit finds this file by itself."""
    file = case / (dockerfile + ".dockerignore")
    return ["--ignorefile", file] if file.exists() else []


def with_ignored(case, dockerfile, folder):
    """The classic builder knows one file of that name only: a copy of the context that has it."""
    if not ignored(case, dockerfile):
        return case
    shutil.copytree(case, folder / "context")
    shutil.copy(case / (dockerfile + ".dockerignore"), folder / "context" / ".dockerignore")
    return folder / "context"


def provide_bases(builder):
    for image in ("debian:bookworm-local", "python:3.11-local"):
        if subprocess.run([builder, "inspect", f"localhost/{image}"], capture_output=True).returncode:
            run([builder, "pull", f"docker-daemon:{image}"])
            run([builder, "tag", f"docker.io/library/{image}", f"localhost/{image}"])


def layers(archive):
    """The layers' tars, lowest first, as open files."""
    with tarfile.open(archive) as outer:
        manifest = json.load(outer.extractfile("manifest.json"))[0]
        for member in manifest["Layers"]:
            yield outer.extractfile(member)


def clean(path):
    return posixpath.normpath("/" + path.lstrip("/"))


def contents(archive):
    """(layer, path) to bytes, for each regular file."""
    found = {}
    for index, layer in enumerate(layers(archive)):
        with tarfile.open(fileobj=layer) as tar:
            for member in tar:
                if member.isfile() and not member.islnk() and not posixpath.basename(member.name).startswith(".wh."):
                    # A path twice in one layer is two contents.
                    key = (index, clean(member.name))
                    found[key] = found.get(key, 0) + member.size
    return found


# ---- apply -------------------------------------------------------------------------------------------------------------


def state(root):
    files = {}
    for directory, directories, names in os.walk(root):
        for name in names + [d for d in directories if os.path.islink(os.path.join(directory, d))]:
            path = os.path.join(directory, name)
            files["/" + os.path.relpath(path, root)] = os.lstat(path)
    return files


def unpack(archive, root):
    """The final file system, by the layers in turn."""
    for layer in layers(archive):
        with tarfile.open(fileobj=layer) as tar:
            members = tar.getmembers()
            for member in members:
                directory, name = posixpath.split(clean(member.name))
                if name == ".wh..wh..opq":
                    for child in Path(root + directory).glob("*"):
                        remove(child)
                elif name.startswith(".wh."):
                    remove(Path(root + directory) / name[4:])
            for member in members:
                path = clean(member.name)
                if posixpath.basename(path).startswith(".wh.") or path == "/":
                    continue
                # A directory may be a link, as `bin` is in merged-usr systems.
                target = os.path.join(resolve(root, posixpath.dirname(path)), posixpath.basename(path))
                there = Path(target)
                if member.isdir():
                    if there.is_dir() and not there.is_symlink():
                        continue
                    remove(there)
                    os.makedirs(target)
                    os.chmod(target, member.mode | 0o700)
                elif member.islnk():
                    remove(there)
                    os.link(os.path.join(resolve(root, posixpath.dirname(clean(member.linkname))),
                                         posixpath.basename(member.linkname)), target, follow_symlinks=False)
                elif member.issym():
                    remove(there)
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    os.symlink(member.linkname, target)
                elif member.isfile():
                    remove(there)
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    with open(target, "wb") as file:
                        shutil.copyfileobj(tar.extractfile(member), file)
                    os.chmod(target, member.mode)
                    os.utime(target, (member.mtime, member.mtime))


def resolve(root, directory):
    current = ""
    for part in directory.strip("/").split("/") if directory.strip("/") else []:
        current += "/" + part
        if os.path.islink(root + current):
            target = os.readlink(root + current)
            current = posixpath.normpath(target if target.startswith("/") else posixpath.dirname(current) + "/" + target)
    return root + current


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists() or path.is_symlink():
        path.unlink()


def applied(case, archive, folder):
    """A copy of the archive without what the case's script removes, and with what it changes."""
    root = tempfile.mkdtemp(dir=folder)
    unpack(archive, root)
    before = state(root)
    run(["/bin/sh", "-eu", case / "apply"], cwd=root)
    after = state(root)
    gone = {path for path in before if path not in after}
    changed = {
        path for path in before
        if path in after and (before[path].st_size, before[path].st_mtime_ns, before[path].st_ino)
        != (after[path].st_size, after[path].st_mtime_ns, after[path].st_ino)
        and os.path.isfile(root + path) and not os.path.islink(root + path)}
    if new := {path for path in after if path not in before}:
        raise Failed(f"apply makes files: {sorted(new)[:5]}")
    result = folder / "applied.tar"
    rewrite(archive, result, gone, changed, root)
    shutil.rmtree(root)
    return result


def rewrite(archive, result, gone, changed, root):
    import hashlib

    with tarfile.open(archive) as outer, tarfile.open(result, "w") as new:
        manifest = json.load(outer.extractfile("manifest.json"))
        config = json.load(outer.extractfile(manifest[0]["Config"]))
        names = list(manifest[0]["Layers"])
        pending_gone, pending_changed = set(gone), set(changed)
        blobs = {}
        # From the top: the highest entry of a path is the one that shows.
        for index in reversed(range(len(names))):
            blob = edited(outer.extractfile(names[index]).read(), pending_gone, pending_changed, root)
            blobs[index] = blob
        if pending_gone:
            raise Failed(f"no layer has {sorted(pending_gone)[:5]}")
        for index in range(len(names)):
            digest = hashlib.sha256(blobs[index]).hexdigest()
            names[index] = f"blobs/sha256/{digest}"
            config["rootfs"]["diff_ids"][index] = "sha256:" + digest
            put(new, names[index], blobs[index])
        text = json.dumps(config).encode()
        digest = hashlib.sha256(text).hexdigest()
        put(new, f"{digest}.json", text)
        manifest[0].update(Config=f"{digest}.json", Layers=names)
        manifest[0].pop("LayerSources", None)
        put(new, "manifest.json", json.dumps(manifest[:1]).encode())


def edited(blob, gone, changed, root):
    out = BytesIO()
    with tarfile.open(fileobj=BytesIO(blob)) as tar, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as new:
        landings = {}
        for member in tar:
            directory = resolve(root, posixpath.dirname(clean(member.name)))[len(root):] if member.name not in (".", "./") else ""
            landings[member] = posixpath.normpath(directory + "/" + posixpath.basename(clean(member.name)))
        dropped = {m for m, path in landings.items() if path in gone and not m.isdir()}
        heirs = {}
        for member in tar:
            path = landings[member]
            if member in dropped:
                gone.discard(path)
                # Other names of a content that go on need it under the first of them.
                heirs[member.name] = member
                continue
            if member.islnk() and (source := heirs.get(member.linkname)) is not None:
                if source.islnk():
                    member.linkname = source.linkname
                else:
                    data = tar.extractfile(source).read()
                    heirs[source.name] = first = tarfile.TarInfo(member.name)
                    first.type, first.linkname = tarfile.LNKTYPE, member.name
                    member.type, member.size, member.linkname = tarfile.REGTYPE, len(data), ""
                    new.addfile(member, BytesIO(data))
                    continue
            if member.isfile() and not member.islnk():
                if path in changed:
                    changed.discard(path)
                    data = Path(root + path).read_bytes()
                else:
                    data = tar.extractfile(member).read()
                member.size = len(data)
                member.pax_headers.pop("size", None)
                new.addfile(member, BytesIO(data))
            else:
                new.addfile(member)
    return out.getvalue()


def put(tar, name, data):
    if name in tar.getnames():
        return
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, BytesIO(data))


# ---- comparison --------------------------------------------------------------------------------------------------------


def findings(tare, archive, rule):
    report = json.loads(run(shlex.split(tare) + [archive, "--format", "json"]))
    if "findings" not in report:
        raise Failed(f"{tare} writes no findings")
    why = [c["reason"] for c in report.get("checked", []) if c["rule"] == rule]
    return [f for f in report["findings"] if f["rule"] == rule], why[0] if why else "not run"


def claimed(found):
    groups, total = {}, 0
    for finding in found:
        if finding.get("group") is None:
            total += finding["bytes"]
        else:
            groups[finding["group"]] = max(groups.get(finding["group"], 0), finding["bytes"])
    return total + sum(groups.values())


def whole(case, folder):
    """A copy of a case in which what it shares with others is a file of its own."""
    return Path(shutil.copytree(case, folder / "case" / case.name))


def check(case, tare, folder, builder):
    rule = case.name.split("--")[0]
    case = whole(case, folder)
    first = build(case, "Dockerfile", folder, builder)
    second = build(case, "Dockerfile.fixed", folder, builder) if (case / "Dockerfile.fixed").exists() else applied(case, first, folder)
    (before, reason), (after, _) = findings(tare, first, rule), findings(tare, second, rule)
    if not before:
        return f"no finding: {reason}", []
    patterns = (case / "noise").read_text().split() if (case / "noise").exists() else []
    old, new = ({k: v for k, v in contents(a).items() if not any(fnmatch.fnmatch(k[1], p) for p in patterns)}
                for a in (first, second))
    lost = sum(old.values()) - sum(new.values())
    claim = claimed(before) - claimed(after)
    problems = []
    allowed = (case / "within").read_text().strip() if (case / "within").exists() else "0"
    margin = lost * float(allowed[:-1]) / 100 if allowed.endswith("%") else int(allowed)
    if abs(lost - claim) > margin:
        problems.append(f"claimed {claim:,}, lost {lost:,}: {claim - lost:+,}")
        problems += differences(old, new)
    stays = {f["id"] for f in after}
    if all(f["id"] in stays for f in before):
        problems.append("the finding is still there: " + ", ".join(sorted(stays)))
    problems += [f"stays, and not on the base: {f['id']} {f['bytes']:,}" for f in after if not f["needsBase"]]
    return f"claimed {claim:,}, lost {lost:,}", problems


def differences(old, new, limit=12):
    """The paths whose bytes changed most, whichever layer has them."""
    sums = {}
    for sign, side in ((1, old), (-1, new)):
        for (_, path), size in side.items():
            sums[path] = sums.get(path, 0) + sign * size
    rows = sorted(((abs(v), k, v) for k, v in sums.items() if v), reverse=True)
    lines = [f"   lost {v:,} {k}" for _, k, v in rows[:limit]]
    return lines + ([f"   … {len(rows) - limit} more"] if len(rows) > limit else [])


def default_tare():
    built = [p for p in (HERE.parent.parent / ".build" / kind / "tare" for kind in ("release", "debug")) if p.exists()]
    return str(max(built, key=lambda p: p.stat().st_mtime)) if built else "tare"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="names of cases, or of rules for all their cases; default: all")
    parser.add_argument("--tare", default=default_tare(), metavar="PROGRAM")
    parser.add_argument("--builder", choices=["buildkit", "classic", "buildah", "podman"], default="buildkit")
    parser.add_argument("--keep", type=Path, metavar="DIRECTORY", help="leave the archives there, each case in a folder of its own")
    parser.add_argument("--list", action="store_true", help="list the cases")
    options = parser.parse_args()
    every = sorted(p for p in CASES.iterdir() if (p / "Dockerfile").exists())
    chosen = [p for p in every if not options.cases or p.name in options.cases or p.name.split("--")[0] in options.cases]
    if options.list:
        print("\n".join(p.name for p in chosen))
        return 0
    if not chosen:
        print("no such case", file=sys.stderr)
        return 2
    if options.builder in ("buildah", "podman"):
        provide_bases(options.builder)
    status = 0
    for case in chosen:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.keep / case.name if options.keep else Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            try:
                text, problems = check(case, options.tare, folder, options.builder)
            except (Failed, OSError, tarfile.TarError, ValueError, KeyError) as error:
                print(f"FAILED   {case.name}: {error}", flush=True)
                status = 2
                continue
        wrong = bool(problems) or text.startswith("no finding")
        print(f"{'DIFFERS' if wrong else 'ok':8} {case.name}: {text}", flush=True)
        for problem in problems:
            print(f"         {problem}")
        status = max(status, 1 if wrong else 0)
    return status


if __name__ == "__main__":
    sys.exit(main())
