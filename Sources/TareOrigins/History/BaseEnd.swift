public import TareBytes
import TareDockerfile
public import TareOCI

/// Where the image that this one was built on ends, by all that is known.
public struct BaseEnd: Sendable, Equatable {
  public enum Evidence: String, Sendable, Hashable {
    /// The base itself was given: its layers are this image's lowest.
    case layers
    /// The Dockerfile's instructions begin there.
    case dockerfile
    /// The builder's history names what it began with.
    case builder
    /// An image ends with what it runs: a CMD or ENTRYPOINT with other work behind it is another image's end.
    case shape
    /// The layer that brings the operating system.
    case system
    /// Nothing tells of a base.
    case none
  }

  /// Rows of the table, from the lowest.
  public var rows: Int
  /// Layers among them.
  public var layers: Int
  /// As FROM, an annotation or a label names it.
  public var name: String?
  public var digest: String?
  public var confidence: Confidence
  public var evidence: Evidence

  /// - Parameters:
  ///   - base: the base's configuration, where it was given; it must have passed `layers(of:in:)`.
  ///   - systemLayer: the layer in which the distribution says its name.
  public init(
    _ rows: [HistoryRow], base: ImageConfig? = nil, alignment: HistoryAlignment? = nil, labels: [String: String] = [:],
    annotations: [String: String] = [:], systemLayer: Int? = nil
  ) {
    let history = rows.compactMap(\.record)
    if let base, let given = Self.given(base, rows) {
      (self.rows, confidence, evidence) = (given, .certain, .layers)
    } else if let alignment, let end = alignment.baseRows, alignment.baseConfidence > .guess {
      (self.rows, confidence, evidence) = (end, alignment.baseConfidence, .dockerfile)
    } else if let end = HistoryAlignment.firstFrom(history) {
      (self.rows, confidence, evidence) = (end, .likely, .builder)
    } else if let end = Self.shape(history) {
      (self.rows, confidence, evidence) = (end, .likely, .shape)
    } else if let alignment, let end = alignment.baseRows {
      (self.rows, confidence, evidence) = (end, .guess, .dockerfile)
    } else if systemLayer == 0, let lowest = rows.firstIndex(where: { $0.layer == 0 }) {
      (self.rows, confidence, evidence) = (lowest + 1, .guess, .system)
    } else {
      (self.rows, confidence, evidence) = (0, .guess, .none)
    }
    layers = rows.prefix(self.rows).count { $0.layer != nil }
    name = Self.name(alignment, annotations, labels)
    digest = annotations[Self.digestKey] ?? labels[Self.digestKey]
  }

  private static let nameKey = "org.opencontainers.image.base.name"
  private static let digestKey = "org.opencontainers.image.base.digest"

  /// How many layers of an image are a base's; nil where the base's are not its lowest.
  public static func layers(of base: [Digest], in image: [Digest]) -> Int? {
    image.count >= base.count && image.prefix(base.count).elementsEqual(base) ? base.count : nil
  }

  /// The rows up to the base's last layer, and those of its history that follow.
  private static func given(_ base: ImageConfig, _ rows: [HistoryRow]) -> Int? {
    let count = base.diffIDs.count
    guard rows.count(where: { $0.layer != nil }) >= count else { return nil }
    var end = count == 0 ? 0 : (rows.firstIndex { $0.layer == count - 1 } ?? -1) + 1
    let history = base.history ?? []
    if history.count >= end, zip(history, rows).allSatisfy({ $0.0.createdBy == $0.1.record?.createdBy }) {
      end = min(max(end, history.count), rows.count)
    }
    return end
  }

  private static func shape(_ history: [HistoryRecord]) -> Int? {
    let keywords = history.map { CreatedBy($0).keyword }
    guard let work = keywords.indices.last(where: { keywords[$0].map { !closing.contains($0) } ?? true }) else { return nil }
    return keywords.indices.last { $0 < work && (keywords[$0] == .cmd || keywords[$0] == .entrypoint) }.map { $0 + 1 }
  }

  /// What a Dockerfile usually ends with.
  private static let closing: Set<Instruction.Keyword> = [
    .cmd, .entrypoint, .expose, .healthcheck, .label, .user, .stopsignal, .volume, .env, .arg, .maintainer, .onbuild, .shell,
    .workdir,
  ]

  private static func name(
    _ alignment: HistoryAlignment?, _ annotations: [String: String], _ labels: [String: String]
  ) -> String? {
    if let name = alignment?.baseName, !name.isEmpty { return String(decoding: name, as: UTF8.self) }
    return annotations[nameKey] ?? labels[nameKey]
  }
}
