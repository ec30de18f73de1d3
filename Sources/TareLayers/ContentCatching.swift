public import TareBytes

/// Chooses what to keep of contents that pass only once, for the stages that come later: what is not kept must be read
/// again, or is lost where the source cannot go back.
public protocol ContentCatching: Sendable {
  /// For one pass over one layer.
  /// - Parameter again: whether the layer can be read once more, so that what is large may wait.
  func catcher(again: Bool) -> any ContentCatcher
}

/// Sees the contents of one layer as they pass.
public protocol ContentCatcher: AnyObject {
  /// A content begins. False when nothing of it is wanted; then neither `take` nor `end` is called for it.
  func begin(directory: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, size: Int) -> Bool
  /// Its next bytes. False when no more are wanted; `end` is called all the same.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// What was kept of it; nil for nothing.
  func end() -> CaughtBytes?
}
