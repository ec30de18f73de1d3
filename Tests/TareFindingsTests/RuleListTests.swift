import Foundation
import Testing

@testable import TareFindings

@Suite struct RuleListTests {
  @Test func namesAreUniqueAndTypedWithoutCapitals() {
    let names = RuleList.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.utf8.allSatisfy { $0 == 0x2d || (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }) }
    for rule in RuleList.all { #expect(!rule.summary.isEmpty && !rule.summary.hasSuffix(".")) }
  }

  /// `Tools/rules.py` writes the texts from the doc comments.
  @Test func everyRuleHasTheTextOfItsDocComment() throws {
    #expect(Set(RuleTexts.all.keys) == Set(RuleList.all.map(\.name)))
    let comments = try Self.comments()
    for rule in RuleList.all {
      let comment = try #require(comments["\(type(of: rule))"], "no doc comment above \(type(of: rule))")
      #expect(Self.words(rule.text) == Self.words(comment), "\(rule.name): run Tools/rules.py")
    }
  }

  private static func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }

  /// By type: the comment above it.
  private static func comments() throws -> [String: String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/TareFindings/Rules").standardizedFileURL
    var comments: [String: String] = [:]
    for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)!
    where file.pathExtension == "swift" {
      var comment = ""
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("///") {
          comment += line.dropFirst(3) + "\n"
        } else {
          if let range = line.range(of: "struct "), line.hasSuffix(": Rule {") {
            comments[String(line[range.upperBound...].dropLast(": Rule {".count))] = comment
          }
          comment = ""
        }
      }
    }
    return comments
  }
}
