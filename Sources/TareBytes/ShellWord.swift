/// A word as a shell takes it.
public enum ShellWord {
  public static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || ($0 >= 0x2b && $0 <= 0x3a && $0 != 0x2c) || $0 == 0x5f || $0 == 0x40
    }
    return plain && !word.isEmpty
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
