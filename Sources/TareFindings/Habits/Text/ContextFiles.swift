/// The files of a build context that the builder sees, `.dockerignore` applied. Whoever can list a directory hands them in.
public struct ContextFiles: Sendable {
  public struct File: Sendable {
    /// Relative to the context, without a leading slash.
    public var path: [UInt8]
    /// Bytes; 0 for what is no regular file.
    public var size: Int

    public init(path: [UInt8], size: Int) {
      self.path = path
      self.size = size
    }
  }

  /// Ascending by path.
  public let files: [File]
  /// The content of a file; nil where it cannot be read, or is larger than the limit.
  let read: @Sendable (_ path: [UInt8], _ limit: Int) -> [UInt8]?

  public init(_ files: [File], read: @escaping @Sendable (_ path: [UInt8], _ limit: Int) -> [UInt8]?) {
    self.files = files.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    self.read = read
  }
}
