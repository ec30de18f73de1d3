public import TareBytes

/// Chooses what to keep of contents that pass only once, for the stages that come later: what is not kept must be read
/// again, or is lost where the source cannot go back.
public protocol ContentCatching: Sendable {
  /// For one pass over one layer.
  /// - Parameter again: whether the layer can be read once more, so that what is large may wait.
  func catcher(again: Bool) -> any ContentCatcher
}

/// Is told of each content of one layer before it passes.
public protocol ContentCatcher: AnyObject {
  /// What is to see the content; nil when nothing of it is wanted.
  func begin(directory: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, size: Int) -> (any ContentCatch)?
}
