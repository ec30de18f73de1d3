import Glibc
import TareBytes
import TareFindings
import TareOwners

/// The file that `--cpu-wheel` names.
enum CPUWheel {
  /// - Throws: `CommandError` for what is no wheel of torch's CPU build.
  static func read(_ name: String) throws -> WheelRecord {
    let text = try text(name)
    guard let record = WheelRecord(text) else {
      throw error(name, "\(WheelFileError.noWheel)")
    }
    guard record.distribution?.name.lowercased() == "torch" else {
      let what = record.distribution.map { "is the wheel of \(EscapedText.printable($0.name))" } ?? "lists no torch-*.dist-info"
      throw error(name, what)
    }
    guard !record.isForCUDA else { throw error(name, "is a build for GPUs itself") }
    return record
  }

  static func error(_ name: String, _ what: String) -> CommandError {
    CommandError(
      "\(EscapedText.printable(name)): \(what); --cpu-wheel takes what this brings: pip download torch==VERSION --no-deps "
        + "--index-url https://download.pytorch.org/whl/cpu")
  }

  private static func text(_ name: String) throws -> [UInt8] {
    let file = open(name, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw error(name, String(cString: strerror(errno))) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw error(name, "is no regular file") }
    do {
      return try WheelFile(size: Int(status.st_size)) { read($0, of: file) }.record()
    } catch {
      throw self.error(name, "\(error)")
    }
  }

  private static func read(_ range: Range<Int>, of file: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress.map { $0 + filled }, $0.count - filled, off_t(range.lowerBound + filled))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      filled += count
    }
    return bytes
  }
}
