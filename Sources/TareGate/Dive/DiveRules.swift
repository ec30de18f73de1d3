import TareBytes

/// dive's three rules, as its `.dive-ci` and its flags set them.
public struct DiveRules: Sendable {
  /// Values as they are written; nil for dive's own default.
  public struct Settings: Sendable, Equatable {
    public var lowestEfficiency: String?
    public var highestWastedBytes: String?
    public var highestUserWastedPercent: String?

    public init(lowestEfficiency: String? = nil, highestWastedBytes: String? = nil, highestUserWastedPercent: String? = nil) {
      self.lowestEfficiency = lowestEfficiency
      self.highestWastedBytes = highestWastedBytes
      self.highestUserWastedPercent = highestUserWastedPercent
    }

    public var isEmpty: Bool { self == Settings() }

    /// These, and where one is missing the other's.
    public func over(_ other: Settings) -> Settings {
      Settings(
        lowestEfficiency: lowestEfficiency ?? other.lowestEfficiency,
        highestWastedBytes: highestWastedBytes ?? other.highestWastedBytes,
        highestUserWastedPercent: highestUserWastedPercent ?? other.highestUserWastedPercent)
    }
  }

  /// Nil where it is disabled.
  let lowestEfficiency: Double?
  let highestWastedBytes: UInt64?
  let highestUserWastedPercent: Double?
  /// Whether dive's own figures are judged, too.
  public let isExact: Bool
  /// Where the values come from, for people.
  let source: String

  /// - Parameters:
  ///   - settings: where a value is missing, dive's default holds: efficiency 0.9, user wasted 0.1, wasted bytes disabled.
  ///   - name: what errors call the place of a value.
  public init(_ settings: Settings, source: String, isExact: Bool) throws(GateError) {
    func read<Value>(_ name: String, _ body: () throws(DiveThreshold.Problem) -> Value) throws(GateError) -> Value {
      do { return try body() } catch { throw GateError("\(source): \(name): \(EscapedText.printable(error.text))") }
    }
    lowestEfficiency = try read("lowestEfficiency") { () throws(DiveThreshold.Problem) in
      try DiveThreshold.ratio(settings.lowestEfficiency ?? "0.9")
    }
    highestWastedBytes = try read("highestWastedBytes") { () throws(DiveThreshold.Problem) in
      try DiveThreshold.bytes(settings.highestWastedBytes ?? "disabled")
    }
    highestUserWastedPercent = try read("highestUserWastedPercent") { () throws(DiveThreshold.Problem) in
      try DiveThreshold.ratio(settings.highestUserWastedPercent ?? "0.1")
    }
    self.isExact = isExact
    self.source = source
  }
}

extension DiveRules.Settings {
  /// A `.dive-ci`: what dive does not know it passes over, and so is it here.
  public init(parsing bytes: [UInt8], named name: String) throws(PolicyError) {
    self.init()
    guard let root = try PolicyDocument(file: name).root(bytes) else { return }
    guard let rules = try root.entries().first(where: { $0.key == "rules" })?.value else { return }
    for (key, value) in try rules.entries() {
      func text() throws(PolicyError) -> String? {
        if value.isNull { return nil }
        guard let scalar = value.node.scalar else { throw value.error("takes one value") }
        return scalar.string
      }
      switch key {
      case "lowestEfficiency": lowestEfficiency = try text()
      case "highestWastedBytes": highestWastedBytes = try text()
      case "highestUserWastedPercent": highestUserWastedPercent = try text()
      default: break
      }
    }
  }
}
