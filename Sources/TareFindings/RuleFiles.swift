public import TareOwners

/// What rules read of layers that pass once: kept as it passes, since it cannot be read again.
public enum RuleFiles {
  /// Scripts and settings are small.
  private static let smallFile = 64 << 10
  static let largestSource = 4 << 20
  /// Of bytecode: for which source of what time and size it was made.
  private static let bytecodeHead = 16

  public static func wants(_ file: FileName, size: Int) -> PackageCatching.Portion? {
    // How a package opens its libraries, and which back ends it registers.
    if file.name.equals("entry_points.txt") { return size <= smallFile ? .whole : nil }
    // What an installer tells of a project's own distribution.
    if file.name.hasSuffix(".json"), file.directory.hasSuffix(".dist-info") { return size <= smallFile ? .whole : nil }
    if file.name.equals("__init__.py"), file.directory.hasSuffix("/torch") { return size <= largestSource ? .whole : nil }
    if size <= smallFile, !isSystem(file.directory) { return .whole }
    if file.name.hasSuffix(".pyc") { return .head(bytecodeHead) }
    guard file.name.hasSuffix(".py"), size <= largestSource, !isInTests(file.directory) else { return nil }
    return .matching(TestMentions.areIn)
  }

  /// Of what imports tests, tests themselves do not count.
  private static func isInTests(_ directory: UnsafeRawBufferPointer) -> Bool {
    var isInstalled = false
    for part in directory.parts(0x2f) {
      if isInstalled, part.equals("tests") || part.equals("test") || part.equals("_tests") { return true }
      isInstalled = isInstalled || part.equals("site-packages") || part.equals("dist-packages")
    }
    return false
  }

  /// Where no application lies: scripts and settings in there are a package's.
  private static func isSystem(_ directory: UnsafeRawBufferPointer) -> Bool {
    // Images keep their entry scripts there.
    if directory.equals("usr/local/bin") || directory.equals("usr/local/sbin") { return false }
    let top = directory.cut(0x2f).head
    return top.equals("usr") || top.equals("lib") || top.equals("lib64") || top.equals("var") || top.equals("etc")
      || top.equals("bin")
      || top.equals("sbin") || top.equals("proc") || top.equals("sys") || top.equals("dev") || directory.contains("site-packages")
      || directory.contains("node_modules") || directory.contains(".git")
  }
}

extension UnsafeRawBufferPointer {
  /// Whether a directory of that name is on the way.
  fileprivate func contains(_ name: StaticString) -> Bool { parts(0x2f).contains { $0.equals(name) } }
}
