"""Makes a channel of small packages and installs from it into two environments that share a package cache."""
import asyncio, hashlib, io, json, os, pathlib, tarfile

import rattler
from rattler.index import index_fs

CHANNEL = pathlib.Path("/tmp/channel")
PLACEHOLDER = "/placeholder" * 12


def package(name, version, files, depends=(), subdir="linux-64"):
    folder = CHANNEL / subdir
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for path, text in files.items():
        data = text.encode()
        row = {"_path": path, "path_type": "hardlink", "sha256": hashlib.sha256(data).hexdigest(), "size_in_bytes": len(data)}
        if PLACEHOLDER in text:
            row |= {"file_mode": "text", "prefix_placeholder": PLACEHOLDER}
        paths.append(row)
    index = {"name": name, "version": version, "build": "h0_0", "build_number": 0, "subdir": subdir, "depends": list(depends),
             "arch": "x86_64", "platform": "linux"}
    info = {"info/index.json": json.dumps(index), "info/paths.json": json.dumps({"paths": paths, "paths_version": 1}),
            "info/files": "".join(path + "\n" for path in files)}
    with tarfile.open(folder / f"{name}-{version}-h0_0.tar.bz2", "w:bz2") as tar:
        for path, text in (info | files).items():
            member = tarfile.TarInfo(path)
            member.size = len(text.encode())
            member.mode = 0o755 if path.startswith("bin/") else 0o644
            tar.addfile(member, io.BytesIO(text.encode()))


site = "lib/python3.11/site-packages"
package("libshared", "1.2", {"lib/libshared.so.1": "shared library " * 500, "share/common.txt": "from libshared\n"})
package("tool", "3.0", {"bin/tool": f"#!{PLACEHOLDER}/bin/sh\necho tool\n", "share/common.txt": "from tool\n", "share/tool/é, \"x\".txt": "odd name"},
        depends=["libshared >=1,<2", "__glibc >=2.17"])
package("pydist", "0.5", {
    f"{site}/pydist/__init__.py": "x = 1\n",
    f"{site}/pydist-0.5.dist-info/METADATA": "Metadata-Version: 2.1\nName: pydist\nVersion: 0.5\n",
    f"{site}/pydist-0.5.dist-info/INSTALLER": "conda\n",
    f"{site}/pydist-0.5.dist-info/RECORD": "pydist/__init__.py,,\npydist-0.5.dist-info/METADATA,,\n",
}, depends=["tool"])
(CHANNEL / "noarch").mkdir()


async def main():
    await index_fs(CHANNEL)
    for prefix, names in (("/opt/conda", ["pydist"]), ("/opt/other", ["tool 3.0.*", "libshared"])):
        specs = [rattler.MatchSpec(name) for name in names]
        records = await rattler.solve(sources=[CHANNEL.as_uri()], specs=specs, virtual_packages=rattler.VirtualPackage.detect())
        # This version wants the objects that its own wrap.
        await rattler.install(records, target_prefix=prefix, cache_dir="/opt/pkgs", show_progress=False,
                              requested_specs=[spec._match_spec for spec in specs])


asyncio.run(main())
# This version's threads now and then abort an interpreter that ends in the ordinary way.
os._exit(0)
