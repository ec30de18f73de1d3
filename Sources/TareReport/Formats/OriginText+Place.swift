import TareBytes
import TareOrigins

extension OriginText {
  /// `Dockerfile:38`, `Dockerfile:26-31`; nil for lines of a file that was made of the history, which nobody has.
  func place(_ origin: Origin?) -> String? {
    guard let origin, origins.file.choice != .reconstructed else { return nil }
    return "\(EscapedText.printable(origins.file.name)):\(Self.lines(origin.lines))"
  }
}
