// Written by Tools/rules.py from the doc comments of the rules.

/// What users read of each rule.
enum RuleTexts {
  static let all: [String: String] = [
    "build-tools": #"""
    Compilers, build systems, headers and debuggers in an image that runs something.

    What is needed to build wheels, gems or extensions is not needed to run them: build in a stage of its own and copy what came out of it, or install, build and `apt-get purge --auto-remove` within one `RUN`. A removal in a later instruction saves nothing. The claim is what nothing else keeps once the tools named in the install line are gone: `gcc` alone frees little, since `g++` needs it; both together free all that only they need.

    A tool counts as needed when ENTRYPOINT, CMD or HEALTHCHECK run it, when the application's scripts and sources name it, when a binary or package that runs needs it; and where a compiler is needed, so is all that it compiles with. Some libraries compile while they run: where one of these is reached the risk is medium, and the first call that compiles shows whether the tools may go.

    Leave them where the container compiles: a builder, a notebook, kernels made at run time.
    """#,
    "changed-in-place": #"""
    Files that an instruction writes again only to change their owner, mode or time.

    An image layer holds whole files: `RUN chown -R app /app` copies every file below `/app` into a layer of its own, and the first copy stays where it was. Say owner and mode when the file is written: `COPY --chown=app:app`, `COPY --chmod=755`, `chown` within the same `RUN`, or a `USER` line above the step that makes the files.

    The claim is the lower copy, wherever the fix acts: removing it changes nothing that a container sees.
    """#,
    "copied-again": #"""
    Files that `COPY` or `ADD` writes although a lower layer has them already, byte for byte.

    `COPY --from=builder /usr/local /usr/local` over a base that brings its own `/usr/local` writes the whole of it a second time wherever owner, mode or time differ, or always with `--link`; only what is new had to come. Copy the directories that the build stage added, as `/usr/local/lib/python3.12/site-packages`, or put them under a prefix of their own (`/opt/venv`) and copy that.

    The claim is the lower copy, which nothing shows any more. Where that is a base's and equal to the upper one in owner, mode, time and attributes too, the claim is the upper copy: the base's then shows again and no container can tell.
    """#,
    "copy-of-lower-layer": #"""
    Files that a lower layer has under another path, with the same content.

    `RUN cp -r app app.bak`, a second `COPY` of one directory to another place, a model that one step downloads and the next one copies: a layer knows nothing of the content of those below it, so every byte is stored and fetched again. Put a symbolic link where the copy is (`ln -s`), move in the instruction that writes the file, or drop the copy. A hard link does not help: across layers the whole file is copied up.

    Small files count only where the directory was copied as a whole. The copy in the lowest layer is the one that stays.
    """#,
    "cuda-never-mapped": #"""
    CUDA libraries that importing PyTorch does not map into memory.

    What a program loads at its start is written in its headers: `libtorch_cuda.so` asks for cuBLAS, cuFFT and so on. Other libraries are opened by name (dlopen) when an operation first needs them - cuDNN's engines, cuSOLVER, the run-time compiler - which without a GPU never happens.

    This is for an image that must keep the CUDA build of torch and still runs on processors alone: then these files can be deleted in the instruction that installs them, and `import torch` still works. With a GPU all of them may be needed. The better way is the CPU build (`cuda-without-gpu`), which has none of this: of the two the better one counts.
    """#,
    "cuda-without-gpu": #"""
    A PyTorch built for CUDA in an image that shows no sign of ever running on a GPU.

    On Linux `pip install torch` brings the build for NVIDIA's GPUs, and with it gigabytes of libraries that a container without a GPU loads at best and never uses. There is a build of every version without them.

    Only you know whether the image is to run on GPUs, so the finding counts when you say `--intent cpu`, and goes with `--intent gpu`. It is not made where the image says so by itself: variables such as `NVIDIA_VISIBLE_DEVICES`, a CUDA toolkit, or code of the application that asks for "cuda" without first asking whether there is one.

    Install from PyTorch's own index: `pip install torch --index-url https://download.pytorch.org/whl/cpu`, with torchvision and torchaudio of the same index. With uv, name that index in `tool.uv.sources`.

    The claim is a lower bound: the distributions that only torch needs for GPUs. Torch's own libraries for CUDA go too, and in turn the CPU build has some of the others in a larger size; what that comes to only the record of its wheel tells.
    """#,
    "deleted-later": #"""
    Files that one layer brings and a later instruction deletes, beside its other work.

    Deleting a file in a later layer hides it and frees nothing: the layer that brought it still holds every byte, and every pull of the image still fetches it. The deletion must happen in the instruction that makes the file, or the file must not come in at all: a line in `.dockerignore` for what `COPY` brings, `RUN --mount=type=cache` or `type=bind` for what a build step only reads.

    The claim is the dead copy in the layer that wrote it. Removing it changes nothing that a container sees.
    """#,
    "deletes-earlier": #"""
    An instruction that does nothing but delete what earlier layers hold.

    `RUN rm -rf …` on a line of its own adds a layer of markers and frees nothing: the bytes stay in the layer that brought them. Delete in the instruction that makes the files, keep them out with `.dockerignore`, or copy from a build stage only what the image needs. The line itself can then go.

    The claim is the dead copies in the layers that wrote them.
    """#,
    "development-distributions": #"""
    Tools for writing and checking code, installed where the program runs: pytest, mypy, ruff, IPython, Jupyter.

    They come when development dependencies stand in the list that the image installs. Move them to a group or extra of their own (`[dependency-groups] dev`, `requirements-dev.txt`, `--group dev`) and install without it (`uv sync --no-dev`, `poetry install --only main`). The claim is the tools with all that only they keep; what a needed distribution shares with them stays.

    A tool that a source of the application imports, that a command of the image starts or that a needed distribution requires is no finding. Tests in the image that import them do not count: they are not run either.
    """#,
    "gpu-architectures": #"""
    Code for GPUs, by the architecture that it is made for.

    A CUDA library holds the same kernels once for each generation of GPUs that it supports: `sm_75` for Turing, `sm_80` for Ampere, `sm_90` for Hopper. One GPU uses one of them. What is there is read from the library's own headers.

    For a service that runs on one sort of GPU, `--intent sm_90` tells how much of it that GPU can use. To ship only that means to build the libraries oneself (`TORCH_CUDA_ARCH_LIST=9.0` for torch); NVIDIA's own come as they are. So this is information, and claims nothing.
    """#,
    "identical-files": #"""
    Files of one layer with the same content under several paths.

    Some tools copy where a link would do: a model under two names, a vendored library in each of several plug-ins, assets that a build step leaves in two places. Where the copies lie in one layer a hard link costs nothing (`ln -f KEPT COPY`, or `hardlink` of util-linux over the directory, in the instruction that writes them); a symbolic link serves as well where the reader follows it.

    Files under 4 kB are left alone: what a link saves there is not worth a line. The first copy in the layer stays.
    """#,
    "manager-caches": #"""
    Caches that package managers and compilers keep for the next installation: pip, uv, poetry, conda, npm, yarn, pnpm, cargo, go, maven, gradle and others.

    Keep them out of the layer: `RUN --mount=type=cache,target=/root/.cache/pip …`, or switch them off (`pip --no-cache-dir`, `uv --no-cache`, `conda clean -afy`, `npm cache clean --force`), or delete them at the end of the same instruction. Deleting them in a later one saves nothing.

    uv, conda and pnpm link files from the cache into the environment. As long as both names are in one layer such a file is there once, and removing the cache saves nothing of it: only what the cache alone holds is claimed, and the rest is said. A `chown` over the environment breaks the links, and both copies count.

    A cache that symbolic links lead into, or that a command of the image uses, is no finding.
    """#,
    "missing-bytecode": #"""
    Installed distributions without bytecode, which every container then compiles again when it starts.

    uv, `pip --no-compile`, `PYTHONDONTWRITEBYTECODE` during the build and an unprivileged `USER` leave environments without `.pyc`. Python then compiles each module that it imports, and where it may not write (another user, a read-only container) it does so at every start. Compile when you install: `uv pip install --compile-bytecode`, `UV_COMPILE_BYTECODE=1`, `python -m compileall`.

    This costs bytes rather than saving them, about as many as the sources have: it is a choice between start-up time and size, told for information. Leave it for long-running services whose start does not matter.
    """#,
    "model-copies": #"""
    Files of models and data sets that the image holds twice: as a blob in a cache of the Hugging Face hub, and again elsewhere.

    The hub keeps each file once under `blobs` and names it by symbolic links under `snapshots`. A download into a directory (`local_dir`), a `cp -L`, or a copy that follows links doubles the weights. Load from the cache, or download into the directory alone and leave the cache out (`HF_HOME` on a cache mount).

    The claim is the blob, where another file of the image has the same bytes. Links that lead to it then lead nowhere: point what loads the model at the file that stays.
    """#,
    "model-formats": #"""
    Weights of one model in several formats: `pytorch_model.bin`, `tf_model.h5` or `flax_model.msgpack` beside `model.safetensors`.

    Repositories on the Hugging Face hub offer several, and a download of all of them takes each. transformers loads the safetensors and ignores the others. Download what you load: `allow_patterns=["*.safetensors", "*.json", "tokenizer*"]`, or `huggingface-cli download --include`.

    The claim is the other formats in a directory that has safetensors, with the blobs that only these names lead to.
    """#,
    "overwritten-later": #"""
    Files that a later layer replaces by something else.

    The lower copy stays in its layer and is fetched with every pull. Where both instructions are yours, write the file once: join the steps, or let the first one leave it out. Where the base brings the first copy and a package upgrade the second, a newer base brings the new one alone. A file that one layer names twice is a habit of the tool that packed it.

    The claim is the dead copy in the layer that wrote it.
    """#,
    "package-archives": #"""
    Packages as they were downloaded, kept after they were installed.

    Official Debian and Ubuntu images have apt delete them by itself (`/etc/apt/apt.conf.d/docker-clean`), so that `apt-get clean` saves nothing there; other bases keep them. dnf keeps them with `keepcache`, apk with a cache directory. Clean in the instruction that installs, or mount a cache.
    """#,
    "package-lists": #"""
    Lists of what a distribution offers, left by `apt-get update`, `apk add` without `--no-cache`, `dnf` or `zypper`.

    They serve the next installation only, and are out of date by then. Delete them in the instruction that fetched them (`rm -rf /var/lib/apt/lists/*`, `apk add --no-cache`, `dnf clean all`), or keep them out with a cache mount; an instruction of its own saves nothing. Debian's official images already drop apt's caches of these lists, so there it is the lists alone.

    Leave them where the container itself installs packages without fetching lists first.
    """#,
    "package-manager-leftovers": #"""
    Logs, and copies of its own state, that installing packages leaves behind.

    `/var/log/apt`, `dpkg.log`, `dnf.log`; `status-old`, `templates.dat-old`, `passwd-` and their kind: what there was before the last change. Delete them at the end of the instruction that installs. Logs also hold times, so that the same instruction never gives the same layer twice.

    The copies of what lower layers held, which count as dead, are not in this claim.
    """#,
    "package-managers": #"""
    Package managers and toolchains in an image that only runs what they installed: uv, pip, poetry, conda, npm, yarn, pnpm, cargo, go, maven, gradle.

    Install in a build stage and copy what came out of it, or mount the tool for the one instruction that uses it: `RUN --mount=from=ghcr.io/astral-sh/uv,source=/uv,target=/bin/uv uv sync`. Copying the tool in saves nothing over installing it, and deleting it in a later instruction saves nothing at all.

    A tool is known by what it is, its package or what its binary says it was built from, not by where it lies. One that ENTRYPOINT, CMD or HEALTHCHECK start, that the application's scripts name or that the base brought is no finding.

    Leave it where the container installs things when it starts.
    """#,
    "packaged-headers": #"""
    C and C++ headers inside installed distributions, and those of the interpreter.

    They are there to compile extensions against a package. Where the image compiles nothing, delete them in the instruction that installs, or in the build stage before the copy.

    Some distributions compile while they run, or hand their headers to a compiler of their own: torch's inductor and `cpp_extension`, triton's launchers, cupy's kernels. Their headers, and those of what they bring along, are a finding of their own with a medium risk: the first call that compiles shows whether they may go.

    The interpreter's `pyconfig.h` stays: its own modules read it.
    """#,
    "packaged-static-libraries": #"""
    Static libraries (`.a`) inside installed distributions.

    Only a linker reads them. Delete them in the instruction that installs, or in the build stage before the copy.

    GPU toolkits link device code while a program runs, from `libcudadevrt.a` and its kind: where a distribution that does so is reached, those of the vendor's distributions are a finding of their own with a medium risk.
    """#,
    "packaged-tests": #"""
    Test suites that distributions bring along inside their packages.

    numpy, scipy, sympy and many others install their tests with their modules. A service does not run them: delete directories named `tests` and `test` in the instruction that installs, or in the build stage before the copy. Test programs in machine code (googletest) go with them.

    A directory is claimed only where nothing imports it: no source of the application that was read, and no module of the same distribution outside of its tests. `numpy.testing` and `django.test` are modules for others to use, and are no test suites.

    `pip check` and uninstalling still work; `RECORD` then names files that are not there.
    """#,
    "recommended-packages": #"""
    Packages that came only because another one recommends them.

    `apt-get install` takes what packages recommend as well, dnf what they call weak dependencies: documentation, helpers, sometimes a whole desktop. Say `--no-install-recommends`, once and for all `APT::Install-Recommends "false";` in `/etc/apt/apt.conf.d/`, or `--setopt=install_weak_deps=False`, and name what you do want.

    The claim is every package that nobody asked for and that no firm need of any package, binary or instruction reaches.

    Leave what your programs use although no package says so: certificates with a client are the usual case.
    """#,
    "relocatable-gpu-code": #"""
    Code for GPUs in the form that only a linker uses, left in finished libraries.

    With `nvcc -rdc=true` code for GPUs is compiled in two steps. What the second one puts together lies in `.nv_fatbin`; the pieces that it was made of can stay behind in a section of their own, `__nv_relfatbin`. A program that runs uses the first only.

    The section lies among what is loaded, so no tool can take it out of a finished file: only the one who links the library can leave it out. The finding is there to be passed on to that one. It counts with `--intent relink`, for libraries that are your own.
    """#,
    "same-library-twice": #"""
    A shared library that is in the image in two versions, of which only one is loaded.

    The classic is a CUDA base image with PyTorch installed from PyPI on top: `/usr/local/cuda/lib64/libcudart.so.12` of the base beside the one of the wheel. Each binary finds its libraries by a fixed order of directories, so that one of the two never comes to be loaded by what needs the name.

    Start from a base without the libraries that the wheels bring, or install without those that the base has. Leave both where a program of yours opens the second one by its path.

    Two files are one library here when they have the same name for the loader (SONAME) and processor, and differ in content. Equal copies are a matter of the rule on identical files.
    """#,
    "stale-bytecode": #"""
    Bytecode that Python will not load: its source is gone or has changed, or another interpreter compiled it.

    A `.pyc` in `__pycache__` counts only beside its source, for the interpreter whose tag it bears, and as long as time and size of the source are what it recorded. It is left by a `COPY` of a work tree, by an upgrade of Python over an old environment, by touching sources after they were compiled. Keep `__pycache__` out with `.dockerignore`, and compile after the last change of the sources.

    Bytecode that was compiled with `--invalidation-mode unchecked-hash` is loaded whatever its source says, and is no finding. The application's own directories are left to the rules on the application.
    """#,
    "static-libraries": #"""
    Static libraries, `libfoo.a`, which only a linker reads.

    They come with `-dev` packages, with `make install`, and with the interpreter's own build (`libpython3.12.a`). A program that runs never opens one: what it needs of them was copied into it when it was linked.

    Leave them out in the instruction that brings them: copy only what runs from the build stage, or delete them within the same `RUN`. Where the image is one in which programs are linked at run time, keep them; the few archives that every link needs (`libgcc.a`, `libc_nonshared.a`) are not claimed where the image has a linker.

    Those inside Python's `site-packages` are the matter of a rule of their own.
    """#,
    "system-documentation": #"""
    Manual pages, documents and changelogs that packages of the distribution bring.

    Nobody reads a manual inside a container. Debian's slim images keep them out with `path-exclude` lines for dpkg, which act on every later installation; write these lines into `/etc/dpkg/dpkg.cfg.d/` above the first `apt-get install`. With rpm it is `tsflags=nodocs`, and Alpine has them in packages of their own (`-doc`). Files that say what may be done with a program (`copyright`, and licences outside Debian) are never claimed: many licences ask that they come along.

    What lies in the base's layers can only go with another base, as a slim variant.

    Leave it where the image is a place to work in, with `man` for people.
    """#,
    "system-state-rewritten": #"""
    Package databases, user lists and loader caches of earlier layers, which each installation writes again.

    Every instruction that installs a package writes the whole package database anew, so each layer that does so carries one. A few instructions are no matter; twenty that install one package each are: join them, and most of these copies go.

    The claim is the dead copies. It is listed so that the account is complete, and does not ask for a change by itself.
    """#,
    "translations": #"""
    Translations of messages into languages that the image does not speak.

    Programs look for them by the language of the environment, and a container without `LANG`, or with `C.UTF-8`, asks for none. Debian's slim images keep them out with a `path-exclude` line for dpkg; with rpm it is the macro `_install_langs`. Languages that `LANG`, `LC_ALL`, `LC_MESSAGES` or `LANGUAGE` of the image name stay.

    Leave it where users choose the language at run time, as in a desktop or a shell for people.
    """#,
    "triton-backends": #"""
    Triton's back ends for the GPUs of another maker.

    Triton brings a directory for each maker, `triton/backends/nvidia` and `triton/backends/amd`, with headers, libraries and compilers of its own, of which a container uses one. Which one follows from the PyTorch beside it: built for CUDA, or for ROCm.

    Delete the other in the instruction that installs Triton. Triton imports all that its `entry_points.txt` lists, so the line there has to go with it. Leave both where one image is to run on GPUs of either maker.
    """#,
    "unimported-distributions": #"""
    Distributions that nothing imports: no source of the application, no command, and no distribution that is imported.

    They are left over from earlier work, or somebody meant to use them. Take them out of the dependencies. The claim of each is the distribution with all that only it keeps.

    Imports are read from the sources, also within functions and `try`, with literal names for `importlib`, and from what commands and settings name. A distribution counts as used as a whole, with its requirements; and so does what a used one names in its extras, or is known to load by name: database drivers, workers. Plug-ins that are found by entry points can be in use and look unused, so the risk is never below medium: search the code for the name, then try without it.
    """#,
    "unreached-libraries": #"""
    Shared objects in the loader's directories that no program and no other library needs, and no package owns.

    `make install`, `COPY --from=builder /usr/local/lib` and the like bring all libraries that a build made, also those of which the program uses none. Each binary says which libraries it needs (`ldd`); what none of them asks for is loaded only where a program opens it by name while it runs (dlopen), as plugins are.

    Copy what the program needs, by name. Leave those that are opened by name: the finding has looked for their names in the application's own sources and in its own programs, and cannot see names that are put together at run time.

    Libraries that a package owns are judged with the package.
    """#,
    "unreached-packages": #"""
    Programs that an instruction installed and that nothing which runs reaches: database clients, editors, version control.

    They come for a shell in the container, for a step of the build, or from a template. Take them out of the install line; for looking into a running container use a debug container beside it. The claim is the package with all that only it keeps.

    Reached is what ENTRYPOINT, CMD and HEALTHCHECK run, what the application's scripts and sources name as a program, what binaries load, and what distributions are known to start. What a program puts together at run time, this cannot see: look for the name in your code and in your runbooks before you take it out.

    Data is not claimed: certificates, time zones, fonts and locales are read by libraries that name no package.
    """#,
    "unstripped": #"""
    Symbol tables and debug information in programs and shared objects.

    A linker writes them for other linkers and for debuggers. No running program reads them: what the loader looks at is another, smaller table, which stays. Taking them off changes nothing but the file's size; a crash report or a profiler then shows addresses where it showed the names of functions.

    Strip the files in the instruction that installs them, or in the build stage that they are copied from: `find DIRECTORY -type f -name '*.so*' -exec strip {} +`. In a later instruction it would save nothing. Where traces matter, keep the full files outside the image (`objcopy --only-keep-debug`).

    What goes is exactly the sections `.symtab`, `.strtab`, `.debug_*` and their older kin, the compiler's notes in `.gnu.build.attributes`, their headers, and the padding that becomes free. `strip -R '.gnu.build.attributes*'` of binutils does the same, to the byte; plain `strip` keeps some hundred bytes of those notes in each file.

    Left alone are object files and archives, which are of no use without symbols; files with data behind their last section; and libraries that auditwheel took into a wheel (`NAME.libs/libfoo-abcdef12.so`): `strip` moves their segments to where the loader refuses them. The finding says how much that leaves.
    """#,
    "unused-bytecode": #"""
    Bytecode in optimisation levels that the image does not run with.

    Python loads one level: plain `.pyc`, or `.opt-1.pyc` under `-O`, or `.opt-2.pyc` under `-OO` or `PYTHONOPTIMIZE=2`. `make install` of CPython and `compileall -o 0 -o 1 -o 2` write all three. Compile the one you run.

    Setting `PYTHONOPTIMIZE` alone takes nothing out of an image. It makes Python ignore the plain `.pyc` that are there and compile every module at each start. To profit, compile with the same setting when you install (`PYTHONOPTIMIZE=2 python -m compileall`) and delete the plain ones; level 2 drops docstrings and asserts, which breaks what reads `__doc__`.
    """#,
  ]
}
