#!/usr/bin/env python3
"""Counts an image anew and compares every figure with a report of tare.

    count.py IMAGE.tar REPORT.json [--history FILE]

IMAGE.tar is a docker-archive whose layers are plain tars. The count shares nothing with the program: it reads the
archive with Python's own tarfile and merges the layers in the most literal way. FILE holds what
`docker history --no-trunc --human=false --format '{{json .}}' IMAGE` printed.
Exit status: 0 all figures agree, 1 some differ, 2 the count could not be made.
"""

import argparse
import base64
import hashlib
import json
import os
import posixpath
import sys
import tarfile
from collections import Counter, defaultdict, deque
from pathlib import Path

MARKER = b".wh."
OPAQUE = b".wh..wh..opq"
RESERVED = b".wh..wh."
MAX_SYMLINKS = 40  # as the kernel has it
CHUNK = 1 << 20
SHOWN = 20


class Content:
    """The payload of one regular file in one layer."""

    def __init__(self, layer, path, member):
        self.layer, self.path, self.member = layer, path, member  # the path it was written under, links resolved
        self.size = member.size
        self.names = 0
        self.killer = self.cause = None
        self._digest = None

    def chunks(self):
        with self.layer.tar.extractfile(self.member) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    @property
    def digest(self):
        if self._digest is None:
            sha = hashlib.sha256()
            for chunk in self.chunks():
                sha.update(chunk)
            self._digest = sha.digest()
        return self._digest

    def equals(self, other):
        return self.size == other.size and (
            self.size == 0 or all(a == b for a, b in zip(self.chunks(), other.chunks()))
        )


class Node:
    """What one path shows: a directory (children), a file (content), a symlink (target), or something weightless."""

    def __init__(self, layer, children=None, content=None, target=None):
        self.layer, self.children, self.content, self.target = layer, children, content, target

    @classmethod
    def directory(cls, layer):
        return cls(layer, children={})

    def contents(self):
        if self.content:
            yield self.content
        for child in (self.children or {}).values():
            yield from child.contents()

    def files(self):
        return 1 if self.children is None else sum(child.files() for child in self.children.values())


class Layer:
    def __init__(self, index, file, stored):
        self.index, self.stored = index, stored
        self.tar = tarfile.open(fileobj=file, mode="r:", encoding="utf-8", errors="surrogateescape")
        self.members = [(clean(member.name), member) for member in self.tar]
        self.listed = {path: member.isdir() for path, member in self.members}
        self.files = set()
        self.contents = []

    @property
    def unpacked(self):
        return sum(content.size for content in self.contents)

    @property
    def live(self):
        return sum(content.size for content in self.contents if content.names)

    @property
    def dead(self):
        return sum(content.size for content in self.contents if not content.names)

    @property
    def symlink_bytes(self):
        return sum(len(os.fsencode(member.linkname)) for _, member in self.members if member.issym())


def clean(name):
    """A path of the image, as bytes without a leading slash; `..` stops at the root."""
    path = posixpath.normpath(b"/" + os.fsencode(name))
    return path.lstrip(b"/")


class Image:
    """The merged tree, layer upon layer."""

    def __init__(self):
        self.root = Node.directory(None)

    def add(self, layer):
        for path, _ in layer.members:
            self.hide(layer, path)
        for path, member in layer.members:
            if path and not posixpath.basename(path).startswith(MARKER):
                self.put(layer, path, member)

    def hide(self, layer, path):
        """A whiteout or an opaque marker, on the layers below only: it comes before the entries of its own."""
        above, name = posixpath.split(path)
        if not name.startswith(MARKER):
            return
        _, parent = self.walk(layer, above, make=False)
        if parent is None:
            return
        if name == OPAQUE:
            for child in parent.children.values():
                self.kill(child, layer, "opaque")
            parent.children.clear()
        elif not name.startswith(RESERVED):
            if hidden := parent.children.pop(name[len(MARKER):], None):
                self.kill(hidden, layer, "deleted")

    def put(self, layer, path, member):
        above, name = posixpath.split(path)
        place, parent = self.walk(layer, above, make=True)
        path = posixpath.join(place, name)
        old = parent.children.get(name)
        if member.isdir():
            if old is None or old.children is None:
                parent.children[name] = Node.directory(layer)
                self.kill(old, layer, "overwritten")
            return
        layer.files.add(path)
        new = self.node(layer, path, member)
        if new is None:
            return
        if new.content:
            new.content.names += 1
        parent.children[name] = new
        self.kill(old, layer, "rewritten" if self.is_rewrite(old, new, layer) else "overwritten")

    def node(self, layer, path, member):
        if member.islnk():
            above, name = posixpath.split(clean(member.linkname))
            _, parent = self.walk(layer, above, make=False)
            target = parent and parent.children.get(name)
            if target is None or target.children is not None:
                return None  # nothing could unpack this
            return Node(layer, content=target.content, target=target.target)
        if member.issym():
            return Node(layer, target=os.fsencode(member.linkname))
        if not member.isreg():
            return Node(layer)
        content = Content(layer, path, member)
        layer.contents.append(content)
        return Node(layer, content=content)

    @staticmethod
    def is_rewrite(old, new, layer):
        return bool(
            old and old.content and new.content and old.content.layer is not layer and old.content.equals(new.content)
        )

    def walk(self, layer, path, make):
        """Where `path` leads through symlinks inside the root, and that directory; what is missing is made, or None."""
        trail, todo, followed = [(b"", self.root)], deque(path.split(b"/")), 0
        while todo:
            part = todo.popleft()
            if part in (b"", b"."):
                continue
            if part == b"..":
                del trail[max(1, len(trail) - 1):]
                continue
            place, parent = trail[-1]
            here = posixpath.join(place, part)
            child = parent.children.get(part)
            # A symlink from below that this layer names as a directory is about to be replaced by it.
            replaced = child and child.layer is not layer and layer.listed.get(here)
            if child and child.target is not None and not replaced and followed < MAX_SYMLINKS:
                followed += 1
                if child.target.startswith(b"/"):
                    del trail[1:]
                todo.extendleft(reversed(child.target.split(b"/")))
                continue
            if child is None or child.children is None:
                if not make:
                    return here, None
                parent.children[part] = Node.directory(layer)
                self.kill(child, layer, "overwritten")
                child = parent.children[part]
            trail.append((here, child))
        return trail[-1]

    @staticmethod
    def kill(node, layer, cause):
        for content in node.contents() if node else ():
            content.names -= 1
            if not content.names:
                content.killer, content.cause = layer, cause

    def live_paths(self):
        """Content to the paths that show it."""
        paths = defaultdict(list)
        stack = [(b"", self.root)]
        while stack:
            path, node = stack.pop()
            if node.content:
                paths[node.content].append(path)
            stack += [(posixpath.join(path, name), child) for name, child in (node.children or {}).items()]
        return paths


class CannotCount(Exception):
    """The image is none that this counter reads."""


class Archive:
    """A docker-archive of any generation: manifest.json, and layers as files of it or as links to such."""

    def __init__(self, path):
        self.tar = tarfile.open(path, mode="r:")
        self.members = {posixpath.normpath(member.name): member for member in self.tar}
        manifests = json.load(self.open("manifest.json")[0])
        if len(manifests) != 1:
            raise CannotCount(f"{path} holds {len(manifests)} images, not one")
        self.layer_names = manifests[0]["Layers"]
        self.config = json.load(self.open(manifests[0]["Config"])[0])

    def open(self, name):
        """The file of that name and its size."""
        name = posixpath.normpath(name)
        for _ in range(MAX_SYMLINKS):
            if name not in self.members:
                raise CannotCount(f"the archive has no {name}")
            member = self.members[name]
            if member.issym():
                name = posixpath.normpath(posixpath.join(posixpath.dirname(name), member.linkname))
            elif member.islnk():
                name = posixpath.normpath(member.linkname)
            else:
                return self.tar.extractfile(member), member.size
        raise CannotCount(f"{name} is a link to itself")

    def layers(self):
        for index, name in enumerate(self.layer_names):
            file, size = self.open(name)
            try:
                yield Layer(index, file, size)
            except tarfile.ReadError as error:
                raise CannotCount(f"layer {index} ({name}) is no plain tar: {error}") from None

    def rows(self):
        """By row: the history record and the index of its layer, either of them None where there is none."""
        rows, layers = [], deque(range(len(self.layer_names)))
        for record in self.config.get("history") or []:
            has_layer = not record.get("empty_layer") and layers
            rows.append((record, layers.popleft() if has_layer else None))
        return rows + [(None, index) for index in layers]


class Comparison:
    """One line a figure, and its first differences below."""

    def __init__(self):
        self.differences = 0

    def figure(self, name, values, differences):
        differences = list(differences)
        self.differences += len(differences)
        print(f"{'DIFFERS' if differences else 'same':8}{name:22}{values}")
        for line in differences[:SHOWN]:
            print(f"{'':10}{line}")
        if len(differences) > SHOWN:
            print(f"{'':10}and {len(differences) - SHOWN:,} more")

    def column(self, name, counted, reported):
        numbers = [value for value in counted if isinstance(value, int)]
        self.figure(
            name,
            f"{len(counted)} rows" + (f", sum {sum(numbers):,}" if numbers and type(numbers[0]) is int else ""),
            (
                f"row {row}: counted {mine}, reported {theirs}"
                for row, (mine, theirs) in enumerate(zip(counted, reported))
                if mine != theirs
            ),
        )

    def number(self, name, counted, reported):
        self.figure(name, f"{counted:,}", [] if counted == reported else [f"counted {counted}, reported {reported}"])

    def multiset(self, name, counted, reported, describe):
        counted, reported = Counter(counted), Counter(reported)
        lines = [f"only counted:  {describe(item)}" for item in sorted((counted - reported).elements())]
        lines += [f"only reported: {describe(item)}" for item in sorted((reported - counted).elements())]
        self.figure(name, f"{counted.total():,} of them", lines)


def show(path):
    return "/" + path.decode("utf-8", "backslashreplace")


def reported_path(item):
    path = base64.b64decode(item["pathBytes"]) if "pathBytes" in item else item["path"].encode()
    return path.lstrip(b"/")


def compare(archive, image, layers, report, history):
    check = Comparison()
    rows = archive.rows()
    row_of = {index: row for row, (_, index) in enumerate(rows) if index is not None}

    check.number("rows", len(rows), len(report["layers"]))
    check.column("empty", [bool(record and record.get("empty_layer")) for record, _ in rows], [row["empty"] for row in report["layers"]])
    diff_ids = archive.config["rootfs"]["diff_ids"]
    columns = {
        "createdBy": lambda record, layer: record and record.get("created_by"),
        "diffID": lambda record, layer: layer and diff_ids[layer.index],
        "stored": lambda record, layer: layer and layer.stored,
        "entries": lambda record, layer: layer and len(layer.members),
        "files": lambda record, layer: layer and len(layer.files),
        "unpacked": lambda record, layer: layer and layer.unpacked,
        "live": lambda record, layer: layer and layer.live,
        "dead": lambda record, layer: layer and layer.dead,
    }
    for name, figure in columns.items():
        counted = [figure(record, None if index is None else layers[index]) for record, index in rows]
        check.column(f"layers.{name}", counted, [row[name] for row in report["layers"]])

    contents = [content for layer in layers for content in layer.contents]
    dead = [content for content in contents if not content.names]
    check.multiset(
        "dead",
        [(c.path, c.size, row_of[c.layer.index], row_of[c.killer.index], c.cause) for c in dead],
        [(reported_path(d), d["bytes"], d["writer"], d["killer"], d["cause"]) for d in report["dead"]],
        lambda d: f"{show(d[0])}, {d[1]:,} bytes, written by {d[2]}, {d[4]} by {d[3]}",
    )

    groups = duplicates(contents)
    paths = image.live_paths()
    # A copy may be reported under any path that shows it.
    numbers = {(row_of[c.layer.index], path): number for number, c in enumerate(contents) for path in paths.get(c, ())}
    number_of = {content: number for number, content in enumerate(contents)}
    check.multiset(
        "duplicates",
        [(group[0].size * (len(group) - 1), *sorted(number_of[c] for c in group)) for group in groups],
        [
            (d["bytes"], *sorted(numbers.get((copy["layer"], reported_path(copy)), -1) for copy in d["copies"]))
            for d in report["duplicates"]
        ],
        lambda d: f"{d[0]:,} bytes: " + ", ".join(show(paths[contents[n]][0]) if n >= 0 else "(no live path)" for n in d[1:]),
    )

    # Layers of equal diffID are one blob.
    totals = {
        "stored": sum({diff_ids[layer.index]: layer.stored for layer in layers}.values()),
        "unpacked": sum(layer.unpacked for layer in layers),
        "files": image.root.files(),
        "live": sum(layer.live for layer in layers),
        "dead": sum(layer.dead for layer in layers),
        "duplicates": sum(group[0].size * (len(group) - 1) for group in groups),
    }
    for name, value in totals.items():
        check.number(f"totals.{name}", value, report["totals"][name])

    if history:
        compare_history(check, rows, layers, history)
    return check.differences == 0


def compare_history(check, rows, layers, history):
    """Docker adds the lengths of symlink targets for imported and classic layers, and for those only."""
    sizes = [int(json.loads(line)["Size"]) for line in reversed(history.read_text().splitlines()) if line.strip()]
    check.number("history rows", len(rows), len(sizes))
    different, with_symlinks = [], 0
    for row, ((record, index), size) in enumerate(zip(rows, sizes)):
        layer = None if index is None else layers[index]
        plain, symlinks = (layer.unpacked, layer.symlink_bytes) if layer else (0, 0)
        from_buildkit = "buildkit" in ((record or {}).get("comment") or "")
        if size == plain:
            continue
        if size == plain + symlinks and not from_buildkit:
            with_symlinks += 1
        else:
            different.append(f"row {row}: counted {plain} (symlink targets {symlinks}), docker says {size}")
    check.figure("history sizes", f"{len(sizes)} rows, {with_symlinks} of them with symlink targets", different)


def duplicates(contents):
    by_size, by_digest = defaultdict(list), defaultdict(list)
    for content in contents:
        if content.names and content.size:
            by_size[content.size].append(content)
    for group in by_size.values():
        for content in group if len(group) > 1 else ():
            by_digest[content.digest].append(content)
    return [group for group in by_digest.values() if len(group) > 1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("image", type=Path)
    parser.add_argument("report", type=Path)
    parser.add_argument("--history", type=Path)
    options = parser.parse_args()
    sys.setrecursionlimit(100_000)
    try:
        archive, image = Archive(options.image), Image()
        layers = list(archive.layers())
        for layer in layers:
            image.add(layer)
        report = json.loads(options.report.read_bytes())
        same = compare(archive, image, layers, report, options.history)
    except (CannotCount, OSError, tarfile.TarError) as error:
        print(f"count.py: {error}", file=sys.stderr)
        return 2
    print("every figure agrees" if same else "the report differs from the count")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
