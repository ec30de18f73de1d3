#!/usr/bin/env python3
"""Writes Sources/TareReport/Formats/SPDXIdentifiers.swift from the SPDX licence list that PyPI's `packaging` carries.

    spdx.py
"""

import pathlib
import textwrap

from packaging.licenses import _spdx

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/TareReport/Formats/SPDXIdentifiers.swift"


def words(table):
    text = " ".join(sorted((entry["id"] for entry in table.values()), key=str.lower))
    lines = textwrap.wrap(text, 124, break_long_words=False, break_on_hyphens=False)
    return "\n".join("    " + line for line in lines)


TARGET.write_text(f'''// Written by Tools/spdx.py.

/// The identifiers of the SPDX licence list {_spdx.VERSION} (https://spdx.org/licenses), deprecated ones too.
enum SPDXIdentifiers {{
  static let listVersion = "{_spdx.VERSION.rsplit(".", 1)[0]}"
  /// By the identifier in lower case, as it is compared.
  static let licences = byLowerCase(licenceList)
  static let exceptions = byLowerCase(exceptionList)

  private static func byLowerCase(_ list: String) -> [String: String] {{
    let identifiers = list.split {{ $0 == " " || $0 == "\\n" }}.map(String.init)
    return Dictionary(identifiers.map {{ ($0.lowercased(), $0) }}) {{ first, _ in first }}
  }}

  private static let licenceList = """
{words(_spdx.LICENSES)}
    """

  private static let exceptionList = """
{words(_spdx.EXCEPTIONS)}
    """
}}
''')
