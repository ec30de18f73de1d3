"""Writes wheels with the names and the shape of PyTorch's, and next to nothing in them: wheels.py cuda|cpu DIRECTORY."""
import subprocess
import sys
import zipfile


def library(name, needs=(), size=0, soname=None):
    code = f"char data_{len(name)}[{size or 1}] = {{1}}; int run_{name.split('.')[0].replace('-', '_')}(void) {{ return 0; }}"
    paths = []
    for need in needs:
        paths.append(f"/tmp/{need}")
    subprocess.run(["gcc", "-s", "-shared", "-fPIC", f"-Wl,-soname,{soname or name}", "-Wl,--no-as-needed", "-o", f"/tmp/{name}",
                    "-x", "c", "-", "-x", "none", *paths,
                    "-Wl,-rpath,$ORIGIN:$ORIGIN/lib:$ORIGIN/../../nvidia/cublas/lib"], input=code.encode(), check=True)
    with open(f"/tmp/{name}", "rb") as file:
        return file.read()


def wheel(folder, name, version, files, needs=(), points=""):
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    files = dict(files)
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(
        f"Requires-Dist: {need}\n" for need in needs)
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: py3-none-any\n"
    if points:
        files[f"{info}/entry_points.txt"] = points
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files) + f"{info}/RECORD,,\n"
    with zipfile.ZipFile(f"{folder}/{name.replace('-', '_')}-{version}-py3-none-any.whl", "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)


kind, folder = sys.argv[1:]
torch = {"torch/__init__.py": "def cuda(): pass\n"}
needs = []
if kind == "cuda":
    cublas = library("libcublas.so.13", size=1_000_000)
    engines = library("libcudnn_engines.so.9", size=500_000)
    needs = ["nvidia-cublas", "nvidia-cudnn", "triton"]
    wheel(folder, "nvidia-cublas", "13.1", {"nvidia/cublas/lib/libcublas.so.13": cublas})
    wheel(folder, "nvidia-cudnn", "9.2", {"nvidia/cudnn/lib/libcudnn_engines.so.9": engines})
    back_ends = {f"triton/backends/{maker}/{name}": "#" * 100_000 for maker in ("amd", "nvidia") for name in ("a.h", "b.h")}
    wheel(folder, "triton", "3.7", {"triton/__init__.py": "", **back_ends},
          points="[triton.backends]\namd = triton.backends.amd\nnvidia = triton.backends.nvidia\n")
    torch["torch/lib/libtorch_cpu.so"] = library("libtorch_cpu.so", size=300_000)
    torch["torch/lib/libtorch_cuda.so"] = library("libtorch_cuda.so", ["libcublas.so.13"], size=200_000)
    torch["torch/_C.so"] = library("_C.so", ["libtorch_cpu.so", "libtorch_cuda.so"])
else:
    # The CPU build has in this library what the other has in two.
    torch["torch/lib/libtorch_cpu.so"] = library("libtorch_cpu.so", size=500_000)
    torch["torch/_C.so"] = library("_C.so", ["libtorch_cpu.so"])
wheel(folder, "torch", "2.13.0", torch, needs)
