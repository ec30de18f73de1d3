import Synchronization

/// Bytes done of bytes to do, counted by the workers and read by whoever shows them.
public final class ProgressCounter: Sendable {
  private let doneBytes = Atomic<Int>(0)
  private let totalBytes = Atomic<Int>(0)

  public init() {}

  public var done: Int { doneBytes.load(ordering: .relaxed) }
  /// 0 while nobody knows, as with standard input.
  public var total: Int { totalBytes.load(ordering: .relaxed) }

  public func advance(_ bytes: Int) { doneBytes.wrappingAdd(bytes, ordering: .relaxed) }
  public func expect(_ bytes: Int) { totalBytes.wrappingAdd(bytes, ordering: .relaxed) }
}
