import TareBytes
import TareFindings
import TareOCI
import TareReach
import TareTree

/// What makes a finding the same one in the next build, although layers have moved, lines have shifted and digests are new:
/// its rule and what the rule tells its findings apart by. Numbers of layers in that are replaced by what their instructions
/// do.
struct Fingerprints {
  private let keys: [String]

  init(_ examination: Examination) {
    let rows = examination.analysis.weighing.rows
    let base = examination.analysis.ownership.base.rows
    var seen: [String: Int] = [:]
    keys = examination.findings.findings.map { finding in
      let key = Self.replacing(numbersIn: finding.key, of: Set(finding.rows)) { row in
        guard rows.indices.contains(row), row >= base else { return "base" }
        return Self.shape(rows[row].record?.createdBy)
      }
      let name = "\(finding.rule)\n\(key)"
      seen[name, default: 0] += 1
      return name + (seen[name].map { $0 > 1 ? "\n\($0)" : "" } ?? "")
    }
  }

  /// Of the finding with this number in the list.
  func text(_ finding: Int, within scope: String = "") -> String { Self.text(keys[finding], within: scope) }

  /// 64 hexadecimal digits.
  static func text(_ key: String, within scope: String = "") -> String {
    String(Digest.sha256(of: "tare/1\n\(scope)\n\(key)".utf8).encoded)
  }

  /// Digits between other than letters, digits, dots and underscores, where they are one of `rows`. A key that is a path stays.
  static func replacing(numbersIn key: String, of rows: Set<Int>, by text: (Int) -> String) -> String {
    guard !key.contains("/") else { return key }
    var result = ""
    var word = ""
    func replaced() -> String {
      guard let number = Int(word), rows.contains(number) else { return word }
      return "[\(text(number))]"
    }
    for character in key {
      if character.isLetter || character.isNumber || character == "." || character == "_" {
        word.append(character)
      } else {
        result += replaced() + String(character)
        word = ""
      }
    }
    return result + replaced()
  }

  private static let routine: Set<String> = ["set", "cd", "export", "mkdir", "true", ":"]

  /// An instruction by what it does: `RUN pip install`, `COPY . /app`. Versions and lists of packages change, this stays.
  static func shape(_ createdBy: String?) -> String {
    let text = InstructionText.text(createdBy)
    let words = text.split(separator: " ")
    guard let word = words.first else { return "" }
    switch word {
    case "RUN":
      let commands = text.dropFirst(4).split { $0 == ";" || $0 == "&" || $0 == "|" }.map { $0.split(separator: " ") }
      let telling = commands.first { $0.first.map { !routine.contains(String($0)) } ?? false } ?? commands.first ?? []
      return "RUN " + telling.filter { !$0.hasPrefix("-") && !$0.contains("=") }.prefix(2).joined(separator: " ")
    case "COPY", "ADD":
      // The classic builder writes a digest of the sources in their place.
      let digests = ["file:", "dir:", "multi:"]
      return words.filter { word in word != "in" && !digests.contains { word.hasPrefix($0) } }.joined(separator: " ")
    default: return words.prefix(2).map { String($0.prefix { $0 != "=" }) }.joined(separator: " ")
    }
  }
}
