/// A family of packages with one way of recording what is installed, named by its type in a package URL
/// (https://github.com/package-url/purl-spec). An open set.
public struct Ecosystem: RawRepresentable, Hashable, Sendable, Comparable {
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let deb = Ecosystem(rawValue: "deb")
  public static let apk = Ecosystem(rawValue: "apk")
  public static let rpm = Ecosystem(rawValue: "rpm")
  public static let pypi = Ecosystem(rawValue: "pypi")
  public static let conda = Ecosystem(rawValue: "conda")
  public static let npm = Ecosystem(rawValue: "npm")
  public static let gem = Ecosystem(rawValue: "gem")
  public static let composer = Ecosystem(rawValue: "composer")
  public static let maven = Ecosystem(rawValue: "maven")
  public static let golang = Ecosystem(rawValue: "golang")
  public static let cargo = Ecosystem(rawValue: "cargo")
  public static let nuget = Ecosystem(rawValue: "nuget")
  public static let huggingface = Ecosystem(rawValue: "huggingface")
  /// What no package manager installed: runtimes and single-file tools known by their own files.
  public static let generic = Ecosystem(rawValue: "generic")

  public static func < (left: Ecosystem, right: Ecosystem) -> Bool { left.rawValue < right.rawValue }
}
