/// A value that is computed on a thread of its own; asking for it waits.
package final class Concurrently<Value: Sendable>: @unchecked Sendable {
  private var result: Value?
  private var thread: WorkerThread?

  package init(_ body: @escaping @Sendable () -> Value) {
    thread = WorkerThread { [unowned self] in result = body() }
  }

  deinit { thread?.join() }

  package var value: Value {
    thread?.join()
    return result!
  }
}
