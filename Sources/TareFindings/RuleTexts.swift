// Written by Tools/rules.py from the doc comments of the rules.

/// What users read of each rule.
enum RuleTexts {
  static let all: [String: String] = [
    "build-directories": #"""
    Directories in which a build keeps what it makes on the way: cargo's `target`, Maven's `target`, Gradle's `build`, CMake's, .NET's `obj`, node-gyp's objects, the cache of Next.js.

    The program is one file of it, or a few. Build in a stage of its own and copy these: `COPY --from=build /src/target/release/app /usr/local/bin/`.

    Where the image starts a program that lies in such a directory, or a script or setting names it, only what is known to be between source and program is claimed: objects, incremental state, fingerprints, reports. Shared libraries stay.
    """#,
    "build-tools": #"""
    Compilers, build systems, headers and debuggers in an image that runs something.

    What is needed to build wheels, gems or extensions is not needed to run them: build in a stage of its own and copy what came out of it, or install, build and `apt-get purge --auto-remove` within one `RUN`. A removal in a later instruction saves nothing. The claim is what nothing else keeps once the tools named in the install line are gone: `gcc` alone frees little, since `g++` needs it; both together free all that only they need.

    A tool counts as needed when ENTRYPOINT, CMD or HEALTHCHECK run it, when the application's scripts and sources name it, when a binary or package that runs needs it; and where a compiler is needed, so is all that it compiles with. Some libraries compile while they run: where one of these is reached the risk is medium, and the first call that compiles shows whether the tools may go.

    Leave them where the container compiles: a builder, a notebook, kernels made at run time.
    """#,
    "cache-order": #"""
    An order of instructions that has the builder do again, commit after commit, what has not changed.

    The build cache holds up to the first instruction whose files or text are new; all below it is made again, and what of it is in the image is pushed and pulled again. Put what changes rarely first: dependency lists and the `RUN` that installs them before the sources, the sources before what changes with every commit.

    This is measured, not presumed: each of the last commits of the repository that the Dockerfile lies in counts as one build of today's Dockerfile, and another order is proposed only where nothing forbids it (`tare order` tells all of it). The finding claims no bytes of the image, since the image is the same in any order.

    Where the better order spares no byte and less than a twentieth of the `RUN`s there is no finding: other instructions without bytes take no time. Leave the order where the next commits will be of another kind than the last ones.
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

    The claim is a lower bound: the distributions that only torch needs for GPUs. Torch's own libraries for CUDA go too, and in turn the CPU build has some of the others in a larger size; what that comes to only the record of its wheel tells. Give it with `--cpu-wheel FILE`, the wheel as `pip download` brings it or the `RECORD` in it, and the claim is exact.
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

    For a service that runs on one sort of GPU, `--intent sm_90` tells how much of it that GPU can use. To ship only that means to build the libraries oneself (`TORCH_CUDA_ARCH_LIST=9.0` for torch); NVIDIA's own come as they are. So this is information, and claims nothing. Libraries with code that each GPU in question can use in full are no finding.
    """#,
    "host-bytecode": #"""
    Bytecode of Python that came in with the sources, and that no interpreter of the image loads.

    `COPY . .` takes `__pycache__` along from the machine that builds: compiled by another version of Python, or from a source that has changed since, or that is gone. Python reads such a file's head, drops it, and compiles anew at every start where it cannot write. Add `**/__pycache__` to `.dockerignore`.

    Bytecode that fits the interpreter and the source, as a build stage leaves it with `compileall`, is no finding.
    """#,
    "identical-files": #"""
    Files of one layer with the same content under several paths.

    Some tools copy where a link would do: a model under two names, a vendored library in each of several plug-ins, assets that a build step leaves in two places. Where the copies lie in one layer a hard link costs nothing (`ln -f KEPT COPY`, or `hardlink` of util-linux over the directory, in the instruction that writes them); a symbolic link serves as well where the reader follows it.

    Files under 4 kB are left alone: what a link saves there is not worth a line. The first copy in the layer stays.
    """#,
    "java-development-kit": #"""
    A development kit of Java in an image that only runs Java.

    A JDK is a JRE with a compiler, the modules a second time for `jlink` (`jmods`), the sources of the library (`src.zip`), headers and tools. Build in a stage with the JDK and run on a JRE (`eclipse-temurin:21-jre`, `openjdk-21-jre-headless`), or on a runtime that `jlink` makes of the modules in use.

    The claim is what a JRE does not have at all, a lower bound: its library (`lib/modules`) is smaller too. Diagnostic tools (`jcmd`, `jstack`, `jmap`) go with it. A kit whose compiler or builder the image runs (`javac`, `mvn`, `gradle`, `jshell`, `jlink`) is no finding.
    """#,
    "java-source-archives": #"""
    Archives of Java sources and documents beside the libraries: `-sources.jar`, `-javadoc.jar`.

    They are there for development environments; no class is loaded from them. Leave them out where the libraries are copied: `mvn dependency:copy-dependencies -DincludeScope=runtime` brings none.
    """#,
    "local-environments": #"""
    A virtual environment of Python that was copied in from the machine that built the image, and that nothing there uses.

    An environment holds the paths of the machine that made it: its interpreter is a link to one that the image may not have, its scripts begin with a path that is not there. `COPY . .` takes `.venv` along, and the image installs everything a second time. Add `.venv` to `.dockerignore`.

    An environment that a command or a variable of the image names (`PATH=/opt/venv/bin:$PATH`), that a script starts or that a link leads into is no finding, whether it works or not.
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
    "node-build-files": #"""
    Source maps and TypeScript's files in `node_modules` and in the application.

    A source map (`.js.map`) is read by debuggers, a declaration (`.d.ts`) and a source (`.ts`) by the compiler. A program that runs compiled JavaScript opens none of them. Packages bring them along; the project's own come from its build (`sourceMap`, `declaration` in `tsconfig.json`). Delete them after the installation, in the same instruction or in the build stage: `find node_modules -name '*.map' -delete`.

    Maps stay where stack traces are translated (`--enable-source-maps`, `source-map-support`), declarations and sources where TypeScript is run or compiled in the container (`ts-node`, `tsx`, Bun, Deno).
    """#,
    "node-development-dependencies": #"""
    What `devDependencies` bring, installed in an image that runs the program.

    Compilers, bundlers, linters and test runners, with all that only they need, are often most of `node_modules`. Install without them (`npm ci --omit=dev`, `yarn workspaces focus --production`, `pnpm install --prod`), or build in one stage and install for the final one anew; `npm prune --omit=dev` in the instruction that installs does as well.

    The project's `package.json` beside `node_modules` says which they are. One that a source of the project imports, that a command or `scripts.start` names, or that another dependency needs is not claimed.
    """#,
    "node-duplicates": #"""
    The same version of a package of Node several times in one `node_modules`.

    npm nests a package below each of those that need a version other than the one at the top; two of them that need the same one get a copy each. `npm dedupe` mends what a lock file has grown; pnpm keeps each version once and links to it.

    The copy nearest to the top stays. Copies that are hard links of one another cost nothing and are no finding.
    """#,
    "node-package-extras": #"""
    Tests, documents and examples that packages of Node were published with.

    Nobody runs or reads them in a container. Delete them in the instruction that installs, or in the build stage before the copy; `npm prune` and `npm ci` do not.

    Only directories at the top of a package count, and only where its `package.json` does not name them as what is loaded. Licences stay.
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
    "project-documentation": #"""
    Documentation of the project, copied into the image.

    Nobody reads it there. Add `docs` to `.dockerignore`. A directory counts where most of its files are texts and pictures (Markdown, reStructuredText, AsciiDoc, HTML, PDF), and stays where a command, a variable or a source names it, as a program does that serves it. Of a program in machine code or in an archive nobody can say, so there is no finding.
    """#,
    "project-scripts": #"""
    Scripts, benchmarks, examples and notebooks of the project, copied into an image that does not run them.

    They are there for people who work on the project, and their results and outputs lie beside them. Remove the `COPY`, add the directory to `.dockerignore`, or copy by name the one script that the image needs.

    A directory stays where a command of the image, a variable, a source or another script names it or something in it, or imports it. Scripts that somebody runs by hand in a container (`docker exec … scripts/seed.py`) leave no trace in an image: the risk says so.
    """#,
    "project-tests": #"""
    Tests of the project itself, copied into an image that does not run them.

    `COPY . .` and `COPY tests ./tests` bring test suites with their fixtures, which are often the largest files of a project. Remove the line, or add `tests` to `.dockerignore`; run tests in a build stage of their own (`FROM app AS test`).

    A directory counts by its name (`tests`, `spec`, `__tests__`, `e2e`) only where files in it are named as tests are. It stays where what the image runs imports it, or where a command, a variable, a source or a script names it; and all of them stay where the image's command is a test runner.
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
    "runs-as-root": #"""
    Containers of the image run as root.

    Without `USER`, or with `USER 0`, every process of a container is root within it: a hole in the program can change each of its files, and whatever is mounted. Add a user in the instruction that sets the image up (`useradd --system app`), give it what it must write (`COPY --chown=app`), and end with `USER app`. Where the image has no shell to run that with, a number does it, which needs no line in `/etc/passwd`: `USER 65532:65532`.

    An image whose entry script steps down to another user itself (`gosu`, `su-exec`, `setpriv`, `runuser`) is no finding.
    """#,
    "same-library-twice": #"""
    A shared library that is in the image in two versions, of which only one is loaded.

    The classic is a CUDA base image with PyTorch installed from PyPI on top: `/usr/local/cuda/lib64/libcudart.so.12` of the base beside the one of the wheel. Each binary finds its libraries by a fixed order of directories, so that one of the two never comes to be loaded by what needs the name.

    Start from a base without the libraries that the wheels bring, or install without those that the base has. Leave both where a program of yours opens the second one by its path.

    Two files are one library here when they have the same name for the loader (SONAME) and processor, and differ in content. Equal copies are a matter of the rule on identical files.
    """#,
    "secrets-in-configuration": #"""
    Secrets in `ENV`, in build arguments, and in the history of the image.

    The configuration of an image can be read without a container: `docker inspect` shows `ENV`, and `docker history` shows every `RUN` line with the values of the `ARG`s that it was given. Give secrets to a build step by `RUN --mount=type=secret`, and to a container when it starts (`docker run --env-file`, secrets of the orchestrator). Then make a new one: the old one is out.

    A value counts where it has the shape of a token, where it is an address with a password in it, or where its name is a secret's (`…_TOKEN`, `…_PASSWORD`, `…_SECRET`, `…_API_KEY`) and it is neither empty nor a path nor a placeholder. What the base sets is the base's.
    """#,
    "secrets-in-files": #"""
    Private keys, credentials and tokens in files of the image, in any of its layers.

    Whoever can pull an image can read every layer of it, a file that a later instruction deletes no less than the others. Take the file out of the build context (`.dockerignore`), give it to the one build step that needs it (`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc`), mount it when the container starts, and make a new secret: the old one is out with every copy of the image.

    Looked at are files that no package and no base brought: private keys by what is in them (certificates and public keys are none), `.env`, `.npmrc`, `.pypirc`, `.netrc`, `.aws/credentials`, `.docker/config.json` and their like where there is a secret in them, and small texts for tokens with a shape that their issuer gives them. What was found is named and never shown: the first characters, where the issuer puts them there, tell which one it is.

    Of layers that are stored compressed only what was kept as they passed can be read; how many files that leaves is said.
    """#,
    "set-uid-programs": #"""
    Programs that run with the rights of their owner, whoever starts them: set-uid and set-gid files.

    A process that was broken into becomes root by a hole in one of them. Few services start any: `su`, `mount`, `passwd` and their like are there for people who log in. Start containers with `--security-opt no-new-privileges` (in Kubernetes `allowPrivilegeEscalation: false`), which makes the bits void, or take them off in the instruction that installs the program (`chmod u-s,g-s`). Taking them off in a later one copies the files.

    What a command of the image starts is left out; what the base brings is information.
    """#,
    "stale-bytecode": #"""
    Bytecode that Python will not load: its source is gone or has changed, or another interpreter compiled it.

    A `.pyc` in `__pycache__` counts only beside its source, for the interpreter whose tag it bears, and as long as time and size of the source are what it recorded. It is left by a `COPY` of a work tree, by an upgrade of Python over an old environment, by touching sources after they were compiled. Keep `__pycache__` out with `.dockerignore`, and compile after the last change of the sources.

    Bytecode that was compiled with `--invalidation-mode unchecked-hash` is loaded whatever its source says, and is no finding. The application's own directories are left to the rules on the application.
    """#,
    "static-libraries": #"""
    Static libraries, `libfoo.a`, which only a linker reads.

    They come with `-dev` packages, with `make install`, and with the interpreter's own build (`libpython3.12.a`). A program that runs never opens one: what it needs of them was copied into it when it was linked.

    Leave them out in the instruction that brings them: copy only what runs from the build stage, or delete them within the same `RUN`. Where what the image runs reaches a linker, or nothing says what it runs and a linker is there, its archives are no finding; where a linker is there that nothing reaches, the few that every link needs (`libgcc.a`, `libc_nonshared.a`) are not claimed.

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

    The claim is the dead copies. Those of the base are told apart, so that the account is complete: the first installation writes the base's files again whatever one does. What the image's own instructions wrote and wrote again asks for a change from a hundredth of the image.
    """#,
    "tool-leftovers": #"""
    What development tools leave beside the sources: coverage reports, caches of mypy, ruff and pytest, environments of tox, checkpoints of notebooks, settings of editors, and the files that only CI and the build read.

    `COPY . .` takes them along from whoever builds; the image differs from machine to machine, and the layer is never the same twice. List them in `.dockerignore`.

    Each is known by a name that its tool makes and nobody else uses, or by what is in it; what a source, a command or a link names stays.
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
    "unnamed-data": #"""
    Data sets, media and model files of the project that nothing in the image names.

    `COPY . .` brings whatever lies in the work tree: samples, dumps, exports, checkpoints. Data that the program reads belongs in a volume or a bucket, or is copied by name; the rest into `.dockerignore`.

    A file counts by its ending (tables, archives, arrays, databases, recordings, weights), and stays where a command, a variable, a source or a script of the image names it or a directory around it. A name that is put together at run time cannot be seen, so the risk is medium. Where no source of the application could be read there is no finding. Less than a megabyte in one directory is left alone.
    """#,
    "unreached-libraries": #"""
    Shared objects in the loader's directories that no program and no other library needs, and no package owns.

    `make install`, `COPY --from=builder /usr/local/lib` and the like bring all libraries that a build made, also those of which the program uses none. Each binary says which libraries it needs (`ldd`); what none of them asks for is loaded only where a program opens it by name while it runs (dlopen), as plugins are.

    Copy what the program needs, by name. Leave those that are opened by name: the finding has looked for their names in the application's own sources and in its own programs, and cannot see names that are put together at run time.

    Libraries that a package owns are judged with the package.
    """#,
    "unreached-packages": #"""
    Programs that an instruction installed and that nothing which runs reaches: database clients, editors, version control.

    They come for a shell in the container, for a step of the build, or from a template. Take them out of the install line; for looking into a running container use a debug container beside it. The claim is the package with all that only it keeps. Where it brings more that is reached than not, it is what the image was meant to have, and no finding.

    Reached is what ENTRYPOINT, CMD and HEALTHCHECK run, what the application's scripts and sources name as a program, what binaries load, and what distributions are known to start. What a program puts together at run time, this cannot see: look for the name in your code and in your runbooks before you take it out.

    Data is not claimed: certificates, time zones, fonts and locales are read by libraries that name no package.
    """#,
    "unreadable-caches": #"""
    Files under `/root` that the program looks for, in an image that runs as another user.

    `/root` is closed to all but root. A model cache that a build step filled as root (`HF_HOME=/root/.cache/huggingface`) is not found by a process under `USER app`: it downloads anew at every start, or fails where there is no network. Put it in a directory of its own (`ENV HF_HOME=/opt/models`) that the user may read, or fill it after the `USER` line.

    Where `/root` is open to others, or belongs to the user, there is no finding.
    """#,
    "unstripped": #"""
    Symbol tables and debug information in programs and shared objects.

    A linker writes them for other linkers and for debuggers. No running program reads them: what the loader looks at is another, smaller table, which stays. Taking them off changes nothing but the file's size; a crash report or a profiler then shows addresses where it showed the names of functions.

    Strip the files in the instruction that installs them, or in the build stage that they are copied from: `find DIRECTORY -type f -name '*.so*' -exec strip {} +`. In a later instruction it would save nothing. Where traces matter, keep the full files outside the image (`objcopy --only-keep-debug`).

    What goes is exactly the sections `.symtab`, `.strtab`, `.debug_*` and their older kin, the compiler's notes in `.gnu.build.attributes`, their headers, and the padding that becomes free. `strip -R '.gnu.build.attributes*'` of binutils does the same, to the byte; plain `strip` keeps some hundred bytes of those notes in each file.

    Left alone are object files and archives, which are of no use without symbols; files with data behind their last section; and libraries that auditwheel took into a wheel (`NAME.libs/libfoo-abcdef12.so`): `strip` moves their segments to where the loader refuses them. The finding says how much that leaves.

    Distributions strip what they pack. Where one of their packages kept its symbols (`libasan`, a JVM), its makers want them for reports: that is told as information.
    """#,
    "unused-bytecode": #"""
    Bytecode in optimisation levels that the image does not run with.

    Python loads one level: plain `.pyc`, or `.opt-1.pyc` under `-O`, or `.opt-2.pyc` under `-OO` or `PYTHONOPTIMIZE=2`. `make install` of CPython and `compileall -o 0 -o 1 -o 2` write all three. Compile the one you run.

    Setting `PYTHONOPTIMIZE` alone takes nothing out of an image. It makes Python ignore the plain `.pyc` that are there and compile every module at each start. To profit, compile with the same setting when you install (`PYTHONOPTIMIZE=2 python -m compileall`) and delete the plain ones; level 2 drops docstrings and asserts, which breaks what reads `__doc__`.
    """#,
    "version-control": #"""
    The history of the project: `.git`, `.hg` or `.svn`, copied in with the work tree.

    Every version of every file is in it, deleted ones and what should never have been committed too, for whoever pulls the image. It grows with each commit, so that the `COPY` that brings it is never taken from the cache. Add `.git` to `.dockerignore`. A version that the build wants goes in as a build argument (`--build-arg VERSION=$(git describe)`), or by `RUN --mount=type=bind,source=.git,target=.git`.

    A repository that a source or a command of the image names, or that a library for git reads for it, stays.
    """#,
    "world-writable-files": #"""
    Files of the application that every user of a container may change.

    Whoever gets any process in the container can put code of his own into the program. The mode mostly comes from the machine that built the image (file systems of other operating systems show 0777), or from a `chmod -R 777` that was to mend a refused write. Copy with `--chmod=u=rwX,go=rX`, and give the one directory that the program writes to its user.
    """#,
  ]
}
