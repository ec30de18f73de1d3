/// The `RECORD` of a wheel: its files with their sizes. It stands for a build that is not in the image.
///
/// Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages
public struct WheelRecord: Sendable, Equatable {
  /// Bytes by path, relative to the directory that modules are imported from.
  public private(set) var sizes: [[UInt8]: Int] = [:]

  /// Nil when no line of the text names a file with its size.
  public init?(_ text: [UInt8]) {
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      guard let comma = line.lastIndex(of: 0x2c), let size = Int(String(decoding: line[(comma + 1)...], as: UTF8.self)), size >= 0,
        let second = line[..<comma].lastIndex(of: 0x2c)
      else { continue }
      var path = Array(line[..<second])
      if path.count > 2, path.first == 0x22, path.last == 0x22 { path = Array(path[1..<path.count - 1]) }
      if !path.isEmpty { sizes[path] = size }
    }
    if sizes.isEmpty { return nil }
  }
}
