import TareBytes
import Yams

/// Reads a policy's YAML, within bounds: what is written here must be small, plain and unambiguous.
struct PolicyDocument {
  let file: String
  /// Bytes that a policy may have.
  static let limit = 256 << 10
  /// Aliases that are read before they are refused with their place: few enough that no tower of them grows.
  private static let aliasLimit = 12

  /// Nil for an empty one.
  func root(_ bytes: [UInt8]) throws(PolicyError) -> PolicyNode? {
    guard bytes.count <= Self.limit else { throw PolicyError(file, nil, "is larger than \(Self.limit >> 10) KiB; is it a policy?") }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw PolicyError(file, nil, "is not UTF-8") }
    if let line = Self.tower(bytes) { throw PolicyError(file, .init(line: line, column: 1), Self.noAliases) }
    do {
      let parser = try Parser(yaml: text, encoding: .utf8)
      // A node knows its anchor only while the parser lives.
      return try withExtendedLifetime(parser) { () throws -> PolicyNode? in
        guard let node = try parser.singleRoot() else { return nil }
        let root = PolicyNode(node: node, path: "", file: file)
        try root.refuseAnchors()
        return root.isNull ? nil : root
      }
    } catch let error as YamlError {
      throw self.error(error, text)
    } catch let error as PolicyError {
      throw error
    } catch {
      throw PolicyError(file, nil, "is not YAML")
    }
  }

  static let noAliases = "anchors and aliases are not read here; write out what they stand for"

  /// The line of the first anchor where there are so many aliases that, nested, they could stand for anything. What looks
  /// like one within quotes counts too.
  private static func tower(_ bytes: [UInt8]) -> Int? {
    var (line, first, aliases) = (1, Int?.none, 0)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0a { line += 1 }
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), index == 0 || !isWord(bytes[index - 1]),
        index + 1 < bytes.count, isWord(bytes[index + 1])
      else { continue }
      if byte == UInt8(ascii: "*") { aliases += 1 } else { first = first ?? line }
    }
    return aliases > aliasLimit ? first : nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2d, 0x80...0xff: true
    default: false
    }
  }

  private func error(_ error: YamlError, _ text: String) -> PolicyError {
    func at(_ mark: Mark, _ message: String) -> PolicyError {
      PolicyError(file, .init(line: max(1, mark.line), column: max(1, mark.column)), message)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      return at(mark, "not YAML: " + (context.map { "\($0.text), " } ?? "") + problem)
    case .composer(_, let problem, let mark, _) where problem.contains("alias"): return at(mark, Self.noAliases)
    case .composer(_, _, let mark, _): return at(mark, "a second document begins here; a policy is one")
    case .duplicatedKeysInMapping(let names, let context):
      return at(context.mark, "\(names.map { EscapedText.printable($0) }.joined(separator: ", ")) stands here, and again below")
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return PolicyError(file, .init(line: line, column: column), "not YAML: \(problem)")
    default: return PolicyError(file, nil, "is not YAML")
    }
  }
}
