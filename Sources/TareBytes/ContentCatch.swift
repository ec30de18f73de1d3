/// Sees one content as it passes, and keeps what somebody will ask for later. It is handed from the thread that walks to
/// the one that hashes: one at a time uses it.
public protocol ContentCatch: AnyObject {
  /// The next bytes.
  func take(_ bytes: UnsafeRawBufferPointer)
  /// What was kept when all have passed; nil for nothing.
  func finish() -> CaughtBytes?
}
