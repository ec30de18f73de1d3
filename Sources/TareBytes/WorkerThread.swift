import Glibc

/// One POSIX thread that runs a closure; `join` waits for its end.
package final class WorkerThread: @unchecked Sendable {
  private var thread = pthread_t()
  private var joined = false

  /// Nil when the system has no thread to give.
  package init?(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body))
    guard pthread_create(&thread, nil, runThreadBody, box.toOpaque()) == 0 else {
      box.release()
      return nil
    }
  }

  package func join() {
    guard !joined else { return }
    joined = true
    pthread_join(thread, nil)
  }
}

private final class ThreadBody {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().body()
  return nil
}
