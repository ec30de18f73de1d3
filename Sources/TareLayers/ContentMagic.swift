/// What the first bytes of a content say that it is.
public enum ContentMagic: UInt8, Sendable {
  /// Not read: of an empty file, or one whose holes are too large to read.
  case unknown
  case other
  case elf
  /// A static library.
  case archive
  /// A text that names its interpreter.
  case script

  /// Bytes that are enough to tell.
  package static let length = 8

  package init(head: UnsafeRawBufferPointer) {
    self =
      if head.starts(with: [0x7f, 0x45, 0x4c, 0x46]) { .elf } else if head.starts(with: [0x23, 0x21]) {
        .script
      } else if head.elementsEqual("!<arch>\n".utf8) || head.elementsEqual("!<thin>\n".utf8) { .archive } else { .other }
  }
}
