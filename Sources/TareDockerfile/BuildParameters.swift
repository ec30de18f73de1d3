/// What a build is told beside its Dockerfile, as far as variables depend on it.
public struct BuildParameters: Sendable, Hashable {
  public struct Platform: Sendable, Hashable {
    public var system: String
    public var systemVersion: String
    public var architecture: String
    public var variant: String

    public init(system: String = "linux", systemVersion: String = "", architecture: String = "amd64", variant: String = "") {
      self.system = system
      self.systemVersion = systemVersion
      self.architecture = architecture
      self.variant = variant
    }

    /// `linux/arm/v7`.
    public var name: String { name(withVersion: false) }

    func name(withVersion: Bool) -> String {
      let head = withVersion && !systemVersion.isEmpty ? "\(system)(\(systemVersion))" : system
      return [head, architecture, variant].filter { !$0.isEmpty }.joined(separator: "/")
    }
  }

  /// `--build-arg`.
  public var arguments: VariableList
  public var targetPlatform: Platform
  public var buildPlatform: Platform
  /// `--target`; nil for the last stage.
  public var target: String?

  public init(
    arguments: VariableList = VariableList(), targetPlatform: Platform = Platform(), buildPlatform: Platform? = nil,
    target: String? = nil
  ) {
    self.arguments = arguments
    self.targetPlatform = targetPlatform
    self.buildPlatform = buildPlatform ?? targetPlatform
    self.target = target
  }

  /// Proxies may be given without an ARG: RUN sees them, no other instruction does, and neither cache nor history.
  public static func isProxy(_ name: [UInt8]) -> Bool {
    ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"].contains(
      String(decoding: Mark.lowered(name), as: UTF8.self))
  }

  /// What FROM can use without any ARG, and a stage by an ARG of that name without a value.
  func predefined(lastStage: String?) -> VariableList {
    var list = VariableList()
    let values = [
      ("BUILDPLATFORM", buildPlatform.name), ("BUILDOS", buildPlatform.system), ("BUILDOSVERSION", buildPlatform.systemVersion),
      ("BUILDARCH", buildPlatform.architecture), ("BUILDVARIANT", buildPlatform.variant),
      ("TARGETPLATFORM", targetPlatform.name(withVersion: true)), ("TARGETOS", targetPlatform.system),
      ("TARGETOSVERSION", targetPlatform.systemVersion), ("TARGETARCH", targetPlatform.architecture),
      ("TARGETVARIANT", targetPlatform.variant), ("TARGETSTAGE", target ?? lastStage ?? "default"),
    ]
    for (name, value) in values { list.set(Array(name.utf8), to: arguments[name] ?? Array(value.utf8)) }
    return list
  }
}
