#!/usr/bin/env python3
"""Measures anew what findings take of compressed layers, and compares it with a report.

    stored.py LAYOUT REPORT

LAYOUT is an OCI layout directory whose layers are gzip or plain. Each layer is inflated with Python's zlib in steps of 256
bytes, so that it is known which compressed byte had been used when how many came out. A finding's contents are found by
its claims. The report measures to a coarser grain: what it says may differ by one step of compressed bytes wherever a run of
claimed contents begins and ends, and by no more.

Findings whose claimed bytes do not simply add up (hard links that stay, copies of which one is kept) are passed over; most
must not be.
"""
import bisect
import io
import json
import pathlib
import sys
import tarfile
import zlib

STEP = 256
GRAIN = 4 << 10
# Inside a content so large the report's steps are wider.
LARGE, WIDE = 1 << 20, 64 << 10


class Layer:
    """Members of a layer's tar by path, and where compressed bytes went."""

    def __init__(self, blob):
        data = blob.read_bytes()
        self.stored, self.packed = len(data), data[:2] == b"\x1f\x8b"
        tar = data
        if self.packed:
            unpacked, self.inputs, self.outputs, total = [], [0], [0], 0
            inflate = zlib.decompressobj(31)
            for start in range(0, len(data), STEP):
                piece = data[start:start + STEP]
                while piece:
                    out = inflate.decompress(piece)
                    unpacked.append(out)
                    total += len(out)
                    piece = b""
                    if inflate.eof:
                        piece = inflate.unused_data.lstrip(b"\0")
                        inflate = zlib.decompressobj(31)
                if total > self.outputs[-1]:
                    self.outputs.append(total)
                    self.inputs.append(min(start + STEP, len(data)))
            tar = b"".join(unpacked)
        self.members = {}
        with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
            for member in archive:
                path = "/" + member.name.lstrip("./")
                self.members.setdefault(path, []).append(
                    (member.isreg(), member.islnk(), member.offset_data, member.size))
        self.large = sorted(
            (offset, offset + size) for members in self.members.values() for is_file, _, offset, size in members
            if is_file and size > LARGE)

    def position(self, offset):
        """Compressed bytes used up when so many had come out, to about STEP."""
        index = bisect.bisect_left(self.outputs, offset)
        if index == 0 or index == len(self.outputs):
            return self.inputs[min(index, len(self.inputs) - 1)]
        before, after = self.outputs[index - 1], self.outputs[index]
        low, high = self.inputs[index - 1], self.inputs[index]
        return low + (high - low) * (offset - before) / (after - before)

    def step(self, offset):
        """How far apart the report's points are at a place."""
        index = bisect.bisect_right(self.large, (offset, sys.maxsize)) - 1
        inside = index >= 0 and self.large[index][0] < offset < self.large[index][1]
        return WIDE if inside else GRAIN


def claimed(finding, layers):
    """Ranges of each layer's tar, or None where links or copies make it less simple."""
    ranges = set()
    for claim in finding["claims"]:
        layer, path = layers[claim["layer"]], claim["path"]
        if path.endswith("/"):
            names = [name for name in layer.members if name.startswith(path)]
        else:
            names = [path] if path in layer.members else []
        for name in names:
            members = layer.members[name]
            if len(members) > 1 and "occurrence" in claim:
                members = [members[claim["occurrence"] - 1]]
            for is_file, is_link, offset, size in members:
                if is_link:
                    return None
                if not is_file or size == 0:
                    continue
                for part in claim.get("ranges", [{"start": 0, "end": size}]):
                    ranges.add((claim["layer"], offset + part["start"], offset + part["end"]))
    return sorted(ranges)


def tolerance(ranges, layers):
    """A step for each end of a run; what is less than a step away from the last content is of the same run."""
    slack, last = 0, None
    for layer, start, end in ranges:
        begin, finish = layers[layer].position(start), layers[layer].position(end)
        if last and last[0] == layer and begin - last[1] < GRAIN:
            # Headers in between are claimed by nobody, and share a step with what is.
            slack += min(GRAIN, begin - last[1] + 512)
        else:
            slack += layers[layer].step(start) + layers[layer].step(end)
        last = (layer, finish)
    return slack


def main(layout, report):
    layout = pathlib.Path(layout)
    report = json.loads(pathlib.Path(report).read_text())
    layers = {
        row["index"]: Layer(layout / "blobs" / row["digest"].replace(":", "/"))
        for row in report["layers"] if row["digest"]
    }
    compared = passed = 0
    theirs = ours = 0
    for finding in report["findings"]:
        if finding["bytes"] == 0:
            continue
        ranges = claimed(finding, layers)
        plain = ranges is not None and any(not layers[layer].packed for layer, _, _ in ranges)
        if plain:
            assert finding["stored"] is None, f"{finding['id']}: measured, and a layer is plain"
            continue
        if ranges is None or sum(end - start for _, start, end in ranges) != finding["bytes"]:
            passed += 1
            continue
        truth = sum(layers[layer].position(end) - layers[layer].position(start) for layer, start, end in ranges)
        slack = tolerance(ranges, layers)
        assert finding["stored"] is not None, f"{finding['id']}: not measured"
        assert abs(finding["stored"] - truth) <= slack, \
            f"{finding['id']}: {finding['stored']} of the blobs, by zlib {truth:.0f}, within {slack:.0f}"
        compared += 1
        theirs += finding["stored"]
        ours += truth
    assert compared > passed, f"only {compared} findings could be compared, {passed} not"
    stored = report["totals"]["stored"]
    as_is = report["totals"]["removableStored"]["asIs"]
    values = [as_is[level] for level in ("none", "low", "medium", "high")]
    if None not in values:
        assert values == sorted(values) and values[-1] <= stored, f"totals {values} of {stored}"
    for index, layer in layers.items():
        if layer.packed:
            everything = sum(
                layer.position(offset + size) - layer.position(offset)
                for members in layer.members.values() for is_file, _, offset, size in members if is_file)
            assert everything <= layer.stored, f"layer {index}"
    print(f"stored: {compared} findings agree with zlib ({theirs} and {ours:.0f} bytes in all), {passed} passed over; "
          f"{values[-1]} of {stored} bytes can go")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except AssertionError as error:
        sys.exit(f"stored.py: {error}")
