/// Why a file cannot be read as ELF at all. What fails further in is nil in `ELFImage` instead.
public enum ELFError: Error, Equatable, CustomStringConvertible {
  /// The file does not begin as an ELF file does.
  case notELF
  /// It begins as one, but its header is cut off or says nothing that makes sense.
  case badHeader
  /// The bytes of its header are not at hand.
  case headMissing

  public var description: String {
    switch self {
    case .notELF: "not an ELF file"
    case .badHeader: "a damaged ELF header"
    case .headMissing: "the head of the ELF file is not at hand"
    }
  }
}
