"""Writes a Go module proxy of files: proxy.py FOLDER {MODULE VERSION}..."""
import pathlib
import sys
import zipfile

folder, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
for module, version in zip(names[::2], names[1::2]):
    at = folder / module / "@v"
    at.mkdir(parents=True)
    go_mod = f"module {module}\n\ngo 1.19\n"
    (at / "list").write_text(version + "\n")
    (at / f"{version}.mod").write_text(go_mod)
    (at / f"{version}.info").write_text('{"Version":"%s"}' % version)
    name = module.rsplit("/", 1)[1]
    with zipfile.ZipFile(at / f"{version}.zip", "w") as archive:
        archive.writestr(f"{module}@{version}/go.mod", go_mod)
        archive.writestr(f"{module}@{version}/{name}.go", f'package {name}\n\nconst Name = "{name}"\n')
