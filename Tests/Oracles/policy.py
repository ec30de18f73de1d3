#!/usr/bin/env python3
"""Validates policies against the schema with PyPI's jsonschema, and has tare say the same.

    policy.py TARE SCHEMA.json EXAMPLE.yaml...

The examples must be valid. Then each is changed in every place: a key is misspelt, a value takes another type. What the schema
refuses tare must refuse with a line and a column.

Exit status: 0 all as it should be, 1 not, 2 nothing could be validated.
"""

import copy
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


def main():
    if len(sys.argv) < 4:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        import yaml
        from jsonschema import Draft202012Validator
    except ImportError as error:
        print(f"policy.py: {error}; install jsonschema and pyyaml", file=sys.stderr)
        return 2

    class Loader(yaml.SafeLoader):
        """Days stay text."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    tare, schema_name, *examples = sys.argv[1:]
    schema = json.loads(Path(schema_name).read_bytes())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    failures, tried, refused = [], 0, 0
    folder = tempfile.TemporaryDirectory()
    image = str(tiny_image(Path(folder.name) / "image.tar"))

    def accepts(policy_text):
        """Whether tare reads it; what it says. Judging may fail: only reading is asked for."""
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(policy_text)
            file.flush()
            run = subprocess.run([tare, image, "--config", file.name, "--format", "json"], capture_output=True, text=True)
            return run.returncode == 0, run.stderr.strip().replace(file.name, "FILE")

    for name in examples:
        policy = yaml.load(Path(name).read_text(), Loader)
        errors = list(validator.iter_errors(policy))
        failures += [f"{name}: {error.json_path}: {error.message}" for error in errors]
        read, said = accepts(Path(name).read_text())
        if not read:
            failures.append(f"{name}: tare refuses it: {said}")
        for changed, what in mutations(policy):
            tried += 1
            valid = validator.is_valid(changed)
            read, said = accepts(yaml.safe_dump(changed))
            refused += not read
            if valid and "rule" in said and " no rule " in said:
                continue  # The schema does not list the rules.
            if valid != read:
                failures.append(f"{name}: {what}: the schema says {valid}, tare {read} {said}")
            elif not read and not said.startswith("tare: FILE:"):
                failures.append(f"{name}: {what}: no place in: {said}")
    print("\n".join(failures[:30]))
    print(f"{'not the same' if failures else 'the same'}: {tried} changed policies, {refused} refused, {len(examples)} examples")
    return 1 if failures else 0


def tiny_image(path):
    """A docker-archive of one empty layer."""
    layer = bytes(10_240)
    config = {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [
        "sha256:" + hashlib.sha256(layer).hexdigest()]}, "history": [{"created_by": "RUN true"}]}
    manifest = [{"Config": "config.json", "RepoTags": ["tiny:1"], "Layers": ["layer.tar"]}]
    with tarfile.open(path, "w") as tar:
        for name, content in (
            ("layer.tar", layer), ("config.json", json.dumps(config).encode()), ("manifest.json", json.dumps(manifest).encode())):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def mutations(policy):
    """Each with one place changed."""
    for path, value in places(policy):
        if isinstance(value, dict):
            for key in value:
                yield replaced(policy, path, {(k + "x" if k == key else k): v for k, v in value.items()}), f"{path} {key} misspelt"
            yield replaced(policy, path, {**value, "zzz": 1}), f"{path} has zzz"
        for other in ("many", [1], {"zzz": 1}, -1):
            if path:
                yield replaced(policy, path, other), f"{path} is {other}"


def places(value, path=()):
    yield path, value
    for key, below in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(below, path + (key,))


def replaced(policy, path, value):
    if not path:
        return value
    changed = copy.deepcopy(policy)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


if __name__ == "__main__":
    sys.exit(main())
