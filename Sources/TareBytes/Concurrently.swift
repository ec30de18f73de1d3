/// A value that is computed on a thread of its own; asking for it waits.
package final class Concurrently<Value: Sendable>: Sendable {
  // The thread holds the box, not its owner: the owner may go before the thread has begun.
  private final class Box: @unchecked Sendable { var value: Value? }

  private let box = Box()
  private let thread: WorkerThread?

  package init(_ body: @escaping @Sendable () -> Value) {
    thread = WorkerThread { [box] in box.value = body() }
    if thread == nil { box.value = body() }
  }

  deinit { thread?.join() }

  package var value: Value {
    thread?.join()
    return box.value!
  }
}
