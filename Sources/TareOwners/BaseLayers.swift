import TareOCI
import TareTree

/// Where the image that this one was built on ends.
public struct BaseLayers: Sendable, Equatable {
  public enum Confidence: String, Sendable { case certain, likely, guess }

  /// Rows of the table, from the lowest.
  public var rows: Int
  /// Layers among them.
  public var layers: Int
  /// As an annotation names it.
  public var name: String?
  public var confidence: Confidence

  public init(rows: Int, layers: Int, name: String?, confidence: Confidence) {
    self.rows = rows
    self.layers = layers
    self.name = name
    self.confidence = confidence
  }

  /// Reads the boundary off the history: an image ends with what it runs, so a `CMD` or `ENTRYPOINT` with other work
  /// behind it is another image's end. The last such one counts. Without any, the lowest layer is the base when it
  /// brings an operating system.
  init(_ weighing: Weighing, _ config: RunConfig?, distributionLayer: Int?) {
    name = config?.labels?["org.opencontainers.image.base.name"]
    let instructions = weighing.rows.map { $0.record?.instruction }
    let ownWork = instructions.indices.last { !Self.closing.contains(instructions[$0] ?? "") } ?? -1
    let boundary = instructions.indices.last { $0 < ownWork && Self.ending.contains(instructions[$0] ?? "") }
    if let boundary {
      rows = boundary + 1
      confidence = .likely
    } else {
      // The operating system may have come in layers of its own; what is certain is where it says its name.
      let lowest = distributionLayer == 0 ? weighing.rows.firstIndex { $0.layer == 0 } : nil
      rows = lowest.map { $0 + 1 } ?? 0
      confidence = .guess
    }
    let end = rows
    layers = weighing.rows.count { $0.layer != nil && $0.index < end }
  }

  private static let ending: Set<String> = ["CMD", "ENTRYPOINT"]
  /// What a Dockerfile usually ends with, and what makes no layer.
  private static let closing: Set<String> = [
    "CMD", "ENTRYPOINT", "EXPOSE", "HEALTHCHECK", "LABEL", "USER", "STOPSIGNAL", "VOLUME", "ENV", "ARG", "MAINTAINER",
    "ONBUILD", "SHELL", "WORKDIR",
  ]
}
