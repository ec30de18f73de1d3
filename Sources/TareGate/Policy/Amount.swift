import TareBytes

/// How much there may be: bytes, or a share of a whole.
public struct Amount: Sendable, Hashable {
  public enum Measure: Sendable, Hashable {
    case bytes(Int)
    /// Millionths of the whole.
    case share(Int)
  }

  public var measure: Measure
  /// As the policy writes it.
  public var text: String

  public init(_ measure: Measure, text: String) {
    self.measure = measure
    self.text = text
  }

  public init(bytes: Int) { self.init(.bytes(bytes), text: Quantity.size(bytes)) }

  /// In bytes, when this is the whole; nil beyond 2^63.
  public func limit(of whole: Int) -> Int? {
    switch measure {
    case .bytes(let bytes): return bytes
    case .share(let millionths):
      return Self.quotient(max(0, whole), millionths, 1_000_000)
    }
  }

  // MARK: Reading

  private static let units: [(names: [String], scale: Int)] = [
    (["", "b"], 1), (["kb"], 1000), (["mb"], 1_000_000), (["gb"], 1_000_000_000), (["tb"], 1_000_000_000_000),
    (["kib"], 1 << 10), (["mib"], 1 << 20), (["gib"], 1 << 30), (["tib"], 1 << 40),
  ]

  package static let form = "an amount is bytes, as 58 MB, 6 GiB or 60000000, or a share, as 2.5 %"

  /// `6 GB`, `58MB`, `1.5 GiB`, `60000000`, `2.5 %`: decimal digits, at most one point, a unit.
  public init(parsing text: String) throws(Problem) {
    let bytes = Array(text.utf8)
    let number = bytes.prefix { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
    let unit = String(decoding: bytes[number.count...].drop { $0 == 0x20 }, as: UTF8.self).lowercased()
    guard let (digits, places) = Self.decimal(number) else { throw Problem(Self.form) }
    if unit == "%" {
      guard let share = Self.scaled(digits, places, by: 10_000) else { throw Problem("\(text) is too much") }
      self.init(.share(share), text: text)
      return
    }
    guard let scale = Self.units.first(where: { $0.names.contains(unit) })?.scale else { throw Problem(Self.form) }
    guard let size = Self.scaled(digits, places, by: scale) else { throw Problem("\(text) is too much: more than 2^63 bytes") }
    self.init(.bytes(size), text: unit.isEmpty ? Quantity.size(size) : text)
  }

  public struct Problem: Error, Equatable {
    public var text: String
    init(_ text: String) { self.text = text }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// All digits as one number, and how many of them stand behind the point.
  private static func decimal(_ text: ArraySlice<UInt8>) -> (digits: Int, places: Int)? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    let places = parts.count == 2 ? parts[1].count : 0
    guard places <= 9, let digits = Int(String(decoding: parts.joined(), as: UTF8.self)) else { return nil }
    return (digits, places)
  }

  /// Rounded down: a part of a byte is no byte.
  private static func scaled(_ digits: Int, _ places: Int, by scale: Int) -> Int? {
    quotient(digits, scale, (0..<places).reduce(1) { product, _ in product * 10 })
  }

  /// `left * right / divisor`, rounded down; none of them negative. Nil beyond 2^63.
  private static func quotient(_ left: Int, _ right: Int, _ divisor: Int) -> Int? {
    let product = UInt(left).multipliedFullWidth(by: UInt(right))
    guard product.high < UInt(divisor) else { return nil }
    return Int(exactly: UInt(divisor).dividingFullWidth(product).quotient)
  }
}

/// A budget of a thing that is both unpacked and stored.
public struct SizeBudget: Sendable, Hashable {
  /// Bytes of content.
  public var unpacked: Amount?
  /// Bytes of compressed blobs, as a registry holds them.
  public var stored: Amount?

  public init(unpacked: Amount? = nil, stored: Amount? = nil) {
    self.unpacked = unpacked
    self.stored = stored
  }
}
