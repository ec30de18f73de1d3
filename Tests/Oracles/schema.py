#!/usr/bin/env python3
"""Validates a report of tare against its JSON Schema, with PyPI's jsonschema.

    schema.py REPORT.json SCHEMA.json

Exit status: 0 valid, 1 not valid, 2 nothing could be validated.
"""

import json
import sys
from pathlib import Path

SHOWN = 20


def main():
    if len(sys.argv) != 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        from jsonschema import Draft202012Validator
        from jsonschema.exceptions import SchemaError

        report, schema = (json.loads(Path(name).read_bytes()) for name in sys.argv[1:])
        Draft202012Validator.check_schema(schema)
    except (ImportError, OSError, ValueError, SchemaError) as error:
        print(f"schema.py: {error}", file=sys.stderr)
        return 2
    errors = sorted(Draft202012Validator(schema).iter_errors(report), key=lambda error: error.json_path)
    for error in errors[:SHOWN]:
        print(f"{error.json_path}: {error.message}")
    if len(errors) > SHOWN:
        print(f"and {len(errors) - SHOWN:,} more")
    print(f"{'not valid' if errors else 'valid'}: {sys.argv[1]} by {sys.argv[2]}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
