public import TareOwners

/// What rules read of layers that pass once: kept as it passes, since it cannot be read again.
public enum RuleFiles {
  /// Scripts and settings are small.
  private static let smallFile = 64 << 10

  public static func wants(_ file: FileName, size: Int) -> Bool {
    // How a package opens its libraries, and which back ends it registers.
    if file.name.equals("entry_points.txt") { return size <= smallFile }
    if file.name.equals("__init__.py"), file.directory.hasSuffix("/torch") { return size <= 4 << 20 }
    return size <= smallFile && !isSystem(file.directory)
  }

  /// Where no application lies: scripts and settings in there are a package's.
  private static func isSystem(_ directory: UnsafeRawBufferPointer) -> Bool {
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
