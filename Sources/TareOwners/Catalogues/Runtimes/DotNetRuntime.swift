/// The shared frameworks of .NET, one package for each version: `shared/NAME/VERSION`. The host goes with the newest of
/// the base framework.
struct DotNetRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool {
    guard file.name.hasPrefix("Microsoft."), file.name.hasSuffix(".App.deps.json") else { return false }
    let framework = file.directory.withoutLastPart
    return framework.withoutLastPart.lastPart.equals("shared") && file.name.starts(with: framework.lastPart)
  }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard let root = files.ancestor(of: marker, through: [nil, nil, "shared"]),
      files.name(marker).withUnsafeBytes({ $0.hasSuffix(".App.deps.json") })
    else { return nil }
    let version = files.name(files.parent(marker))
    let name =
      switch String(decoding: files.name(files.parent(files.parent(marker))), as: UTF8.self) {
      case "Microsoft.NETCore.App": "dotnet-runtime"
      case "Microsoft.AspNetCore.App": "aspnetcore-runtime"
      case let framework: framework
      }
    return Runtime(name: name, version: String(decoding: version, as: UTF8.self), prefix: root)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    let directory = claim.files.parent(marker)
    claim.tree(directory)
    guard runtime.name == "dotnet-runtime" else { return }
    claim.tree("host/fxr/\(runtime.version)")
    let versions = claim.files.children(of: claim.files.parent(directory)).map { claim.files.name($0) }
    guard !versions.contains(where: { Self.isNewer($0, than: claim.files.name(directory)) }) else { return }
    for file in ["dotnet", "LICENSE.txt", "ThirdPartyNotices.txt"] { claim.file(file) }
  }

  private static func isNewer(_ left: [UInt8], than right: [UInt8]) -> Bool {
    func numbers(_ version: [UInt8]) -> [Int] {
      version.prefix { $0 != 0x2d }.split(separator: 0x2e).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    }
    let (left, right) = (numbers(left), numbers(right))
    return right.lexicographicallyPrecedes(left)
  }
}
