/// An operating system and a processor architecture, in Go's names, as OCI has them.
public struct Platform: Hashable, Sendable, Codable, CustomStringConvertible {
  public var os: String
  public var architecture: String
  public var variant: String?

  public init(os: String, architecture: String, variant: String? = nil) {
    self.os = os
    self.architecture = architecture
    self.variant = variant
  }

  /// Parses `os/arch[/variant]`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(os: parts[0], architecture: parts[1], variant: parts.count == 3 ? parts[2] : nil)
  }

  public var description: String { [os, architecture, variant].compactMap(\.self).joined(separator: "/") }

  /// The platform this program was built for.
  public static var host: Platform {
    #if arch(arm64)
      Platform(os: "linux", architecture: "arm64")
    #else
      Platform(os: "linux", architecture: "amd64")
    #endif
  }

  /// Whether an image of this platform serves a request for `wanted`; a variant counts only when it is asked for.
  public func serves(_ wanted: Platform) -> Bool {
    os == wanted.os && architecture == wanted.architecture && (wanted.variant == nil || wanted.variant == variant)
  }
}
