#!/usr/bin/env python3
"""Writes a copy of a docker-archive in which every path has another name and, with --reverse, the layers another order.

    disguise.py IMAGE.tar COPY.tar [--reverse]
    disguise.py --compare REPORT.json REPORT-OF-COPY.json

The report on the copy must be the one on the image with the names exchanged, and, for reversed layers, what count.py
counts: nothing in a report may come from a name.
"""
import hashlib
import io
import json
import posixpath
import sys
import tarfile

WHITEOUT = ".wh."


def part(name: str) -> str:
    """Another name, always the same one for the same name."""
    if name in ("", ".", ".."):
        return name
    if name.startswith(".wh..wh."):
        return name
    if name.startswith(WHITEOUT):
        return WHITEOUT + part(name[len(WHITEOUT):])
    return "n" + hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def path(name: str) -> str:
    return "/".join(part(p) for p in name.split("/"))


def disguise(layer: tarfile.TarFile) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as copy:
        for member in layer:
            member.pax_headers = {}
            content = layer.extractfile(member) if member.isreg() else None
            member.name = path(member.name)
            if member.islnk() or member.issym():
                member.linkname = path(member.linkname)
            copy.addfile(member, content)
    return out.getvalue()


def compare(original: str, copy: str) -> None:
    """Everything but the names must be the same."""
    def figures(report: str) -> dict:
        with open(report) as file:
            report = json.load(file)
        numbers = ("unpacked", "files", "entries", "live", "dead")
        return {
            "totals": {key: report["totals"][key] for key in ("unpacked", "files", "live", "dead", "duplicates")},
            "layers": [{key: row[key] for key in numbers} for row in report["layers"]],
            "dead": sorted((d["bytes"], d["writer"], d["killer"], d["cause"]) for d in report["dead"]),
            "duplicates": sorted((d["bytes"], [c["layer"] for c in d["copies"]]) for d in report["duplicates"]),
        }

    one, other = figures(original), figures(copy)
    for key in one:
        print("same   " if one[key] == other[key] else "differ ", key)
    sys.exit(one != other)


def main() -> None:
    if sys.argv[1] == "--compare":
        compare(*sys.argv[2:4])
    source, target = sys.argv[1:3]
    with tarfile.open(source) as archive, tarfile.open(target, "w") as copy:
        (manifest,) = json.load(archive.extractfile("manifest.json"))
        config = json.load(archive.extractfile(manifest["Config"]))
        names = manifest["Layers"]
        if "--reverse" in sys.argv:
            names = names[::-1]

        def add(name: str, data: bytes) -> None:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            copy.addfile(info, io.BytesIO(data))

        diff_ids = []
        for number, name in enumerate(names):
            member = archive.getmember(name)
            while member.issym():
                member = archive.getmember(posixpath.normpath(posixpath.join(posixpath.dirname(member.name), member.linkname)))
            with tarfile.open(fileobj=archive.extractfile(member)) as layer:
                data = disguise(layer)
            diff_ids.append("sha256:" + hashlib.sha256(data).hexdigest())
            add(f"{number}.tar", data)
        config["rootfs"]["diff_ids"] = diff_ids
        for number, record in enumerate(config["history"]):
            record["created_by"] = f"STEP {number}"
        add("config.json", json.dumps(config).encode())
        entry = {"Config": "config.json", "RepoTags": ["disguised:1"], "Layers": [f"{n}.tar" for n in range(len(names))]}
        add("manifest.json", json.dumps([entry]).encode())


main()
