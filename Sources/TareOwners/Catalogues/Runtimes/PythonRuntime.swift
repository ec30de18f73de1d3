/// CPython: the standard library in `lib/pythonX.Y`, headers, interpreter and library. What lies in site-packages is not
/// its own.
struct PythonRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool {
    if file.name.equals("os.py") { return Self.isVersioned(file.directory.lastPart) && Self.isLibrary(file.directory) }
    return file.name.equals("patchlevel.h") && file.directory.lastPart.hasPrefix("python")
  }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    let library = files.parent(marker)
    guard files.isNamed(marker, "os.py"), files.name(library).withUnsafeBytes(Self.isVersioned),
      let prefix = files.ancestor(of: library, through: ["lib"]) ?? files.ancestor(of: library, through: ["lib64"])
    else { return nil }
    let short = String(decoding: files.name(library).dropFirst("python".utf8.count), as: UTF8.self)
    return Runtime(name: "python", version: try version(short, in: PrefixClaim(prefix, in: files)), prefix: prefix)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) throws {
    let library = claim.files.name(claim.files.parent(marker))
    let short = String(decoding: library.dropFirst("python".utf8.count), as: UTF8.self)
    for folder in ["lib", "lib64"] {
      claim.entries(of: "\(folder)/python\(short)") { !$0.equals("site-packages") && !$0.equals("dist-packages") }
      claim.file("\(folder)/python\(short)/site-packages/README.txt")
      claim.entries(of: folder) { name in
        name.hasPrefix("libpython3.so") || Self.rest(of: name, after: "libpython", short)?.first == 0x2e
          || Self.rest(of: name, after: "libpython", short)?.hasPrefix("m.") ?? false
      }
      claim.entries(of: "\(folder)/pkgconfig") { name in
        name.equals("python3.pc") || name.equals("python3-embed.pc") || Self.rest(of: name, after: "python-", short) != nil
      }
    }
    claim.entries(of: "include") { Self.rest(of: $0, after: "python", short).map { $0.isEmpty || $0.equals("m") } ?? false }
    claim.entries(of: "bin") { Self.isProgram($0, short) }
    claim.entries(of: "share/man/man1") { name in
      name.equals("python3.1") || Self.rest(of: name, after: "python", short)?.equals(".1") ?? false
    }
  }

  /// Of the headers; of the interpreter where they are missing.
  private func version(_ short: String, in prefix: PrefixClaim) throws -> String {
    for suffix in ["", "m"] {
      guard let header = prefix.find("include/python\(short)\(suffix)/patchlevel.h"),
        let text = try prefix.files.contents(of: header),
        let version = text.withUnsafeBytes({ $0.definition(of: "PY_VERSION") })
      else { continue }
      return version.last == "+" ? String(version.dropLast()) : version
    }
    let numbers = short.prefix { $0.isNumber || $0 == "." }
    for program in ["lib/libpython\(short).so.1.0", "bin/python\(short)"] {
      guard let number = prefix.find(program), let text = try prefix.files.section(".rodata", of: number),
        let version = text.withUnsafeBytes({ Self.version(numbers + ".", in: $0) })
      else { continue }
      return version
    }
    return String(numbers)
  }

  /// A string that is a version and begins with `start`, such as `3.11.`.
  private static func version(_ start: some StringProtocol, in text: UnsafeRawBufferPointer) -> String? {
    let start = Array(start.utf8)
    return text.parts(0).first { part in
      part.count > start.count && part.count < 16 && part.starts(with: start) && part[start.count].isDigit
        && part.from(start.count).allSatisfy { $0.isDigit || (0x61...0x7a).contains($0) }
    }?.text
  }

  /// `python3.11`, and `python3.13t` of the build without the lock.
  private static func isVersioned(_ name: UnsafeRawBufferPointer) -> Bool {
    guard name.hasPrefix("python") else { return false }
    let version = name.from(6)
    let numbers = version.last == 0x74 ? version.upTo(version.count - 1) : version
    return numbers.isVersion && numbers.contains(0x2e)
  }

  private static func isLibrary(_ directory: UnsafeRawBufferPointer) -> Bool {
    let parent = directory.withoutLastPart.lastPart
    return parent.equals("lib") || parent.equals("lib64")
  }

  /// What follows `prefix` and the version in a name.
  private static func rest(of name: UnsafeRawBufferPointer, after prefix: StaticString, _ version: String)
    -> UnsafeRawBufferPointer?
  {
    guard name.hasPrefix(prefix) else { return nil }
    let rest = name.from(prefix.utf8CodeUnitCount)
    return rest.starts(with: version.utf8) ? rest.from(version.utf8.count) : nil
  }

  /// `python3.11`, `python3-config`, `pydoc`, `2to3-3.11`.
  private static func isProgram(_ name: UnsafeRawBufferPointer, _ version: String) -> Bool {
    let programs: [StaticString] = ["python", "pydoc", "idle", "2to3-", "2to3", "pyvenv-", "pyvenv"]
    guard let program = programs.first(where: { name.hasPrefix($0) }) else { return false }
    var rest = name.from(program.utf8CodeUnitCount)
    if rest.starts(with: version.utf8) {
      rest = rest.from(version.utf8.count)
    } else if rest.first == 0x33 {
      rest = rest.from(1)
    }
    return rest.isEmpty || rest.equals("m") || rest.equals("-config") || rest.equals("m-config")
  }
}
