/// What metadata says of a licence, as it stands there.
enum LicenceStatement {
  /// A licence's text is longer, and no name.
  private static let longest = 256

  /// One line of text without blanks at its ends; nil for nothing, and for what is no line: some fields hold a licence's
  /// whole text.
  static func line(_ value: UnsafeRawBufferPointer) -> String? {
    let value = value.trimmed
    guard !value.isEmpty, value.count <= longest, !value.contains(where: { $0 < 0x20 }) else { return nil }
    return value.text
  }

  static func line(_ text: String) -> String? { Array(text.utf8).withUnsafeBytes(line) }

  /// Several of which one may be chosen, as one expression.
  static func choice(_ texts: [String]) -> [String] {
    let lines = texts.compactMap(line)
    guard lines.count > 1 else { return lines }
    return [lines.map { $0.contains(" ") && $0.utf8.first != 0x28 ? "(\($0))" : $0 }.joined(separator: " OR ")]
  }

  /// Of `License :: OSI Approved :: MIT License` the last part, by its SPDX identifier where it means just one; nil for a
  /// classifier of something else, and for the bare family.
  ///
  /// Source: https://pypi.org/classifiers.
  static func classifier(_ value: UnsafeRawBufferPointer) -> String? {
    guard value.hasPrefix("License ::"), let last = value.text.split(separator: ":").last.map(String.init).flatMap(line),
      last != "OSI Approved"
    else { return nil }
    return identifiers[last] ?? last
  }

  private static let identifiers = [
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
    "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
  ]
}
