import Foundation

/// Runs the tools that serve as oracles.
public enum Shell {
  public struct Result: Sendable {
    public var status: Int32
    public var output: String
    public var error: String
  }

  /// Whether a tool is on this machine.
  public static func has(_ tool: String) -> Bool { run("command -v \(tool)").status == 0 }

  @discardableResult
  public static func run(_ script: String, in folder: String = ".") -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    // Files rather than pipes: a full pipe would block the tool.
    let captured = TemporaryFolder()
    let (output, error) = (captured.write([], as: "out"), captured.write([], as: "err"))
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: error)
    process.standardInput = FileHandle.nullDevice
    try! process.run()
    process.waitUntilExit()
    func read(_ path: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return Result(status: process.terminationStatus, output: read(output), error: read(error))
  }
}
