/// The `RECORD` of a wheel: its files with their sizes. It stands for a build that is not in the image.
///
/// Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages
public struct WheelRecord: Sendable {
  /// Bytes by path, relative to the directory that modules are imported from.
  public private(set) var sizes: [[UInt8]: Int] = [:]
  /// What it is the record of, by the name of its own directory, `torch-2.6.0+cpu.dist-info`; nil where it lists none.
  public private(set) var distribution: (name: String, version: String)?

  /// Nil when no line of the text names a file with its size.
  public init?(_ text: [UInt8]) {
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      if distribution == nil { distribution = Self.distribution(line) }
      guard let comma = line.lastIndex(of: 0x2c), let size = Int(String(decoding: line[(comma + 1)...], as: UTF8.self)), size >= 0,
        let second = line[..<comma].lastIndex(of: 0x2c)
      else { continue }
      var path = Array(line[..<second])
      if path.count > 2, path.first == 0x22, path.last == 0x22 { path = Array(path[1..<path.count - 1]) }
      if !path.isEmpty { sizes[path] = size }
    }
    if sizes.isEmpty { return nil }
  }

  /// `NAME-VERSION.dist-info/…`: a record lists itself and the metadata beside it.
  private static func distribution(_ line: ArraySlice<UInt8>) -> (name: String, version: String)? {
    let top = line.prefix { $0 != 0x2f }
    guard top.count < line.count, top.suffix(10).elementsEqual(".dist-info".utf8) else { return nil }
    let stem = top.dropLast(10)
    guard let dash = stem.firstIndex(of: 0x2d) else { return nil }
    return (String(decoding: stem[..<dash], as: UTF8.self), String(decoding: stem[(dash + 1)...], as: UTF8.self))
  }

  /// Whether it is of a build for GPUs.
  public var isForCUDA: Bool {
    sizes.keys.contains { $0.starts(with: "torch/lib/libtorch_cuda".utf8) || $0.starts(with: "torch/lib/libtorch_hip".utf8) }
  }
}
