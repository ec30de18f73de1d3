public import TareArchive

/// One tar member of a layer. Names are numbers into the tables of its `LayerScan`.
public struct Entry: Sendable {
  public typealias Kind = TarMember.Kind

  /// A marker in the changeset rather than a file; known by its name, whatever its type.
  public enum Marker: UInt8, Sendable {
    case none
    /// `.wh.NAME`: lower layers' `NAME` is gone.
    case whiteout
    /// `.wh..wh..opq`: all that lower layers have in this directory is gone.
    case opaque
    /// AUFS's own files, `.wh..wh.*`, and a whiteout of nothing: without effect.
    case ignored
  }

  public var kind: Kind
  public var marker: Marker
  public var mode: UInt16
  /// Into `directories`.
  public var directory: Int32
  /// Into `names`; the root directory's own entry has the empty name.
  public var name: Int32
  /// Into `targets`; -1 for no link.
  public var target: Int32 = -1
  /// Into `extendedAttributes`; -1 for none.
  public var attributes: Int32 = -1
  /// Into `sparseMaps`; -1 for a file that lies there in full.
  public var sparse: Int32 = -1
  /// Into `hashes`; -1 while the content was not hashed.
  public var hash: Int32 = -1
  /// A file with holes so large that its content is compared with nothing.
  public var isIncomparable = false
  public var magic = ContentMagic.unknown
  public var uid: Int
  public var gid: Int
  /// Whole seconds since 1970.
  public var modified: Int
  /// Logical bytes of content; 0 for all but regular files.
  public var size: Int
  /// Where the stored content begins in the layer's tar.
  public var contentOffset: Int

  /// Whether the entry carries content that is weighed.
  public var hasContent: Bool { kind == .regular && marker == .none }
}
