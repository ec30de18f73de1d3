import Glibc

/// A mutex with a condition, over POSIX threads: layers are scanned on threads of their own, never on Swift's
/// cooperative pool, which one long inflate would starve.
package final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  package func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Only inside `locked`.
  package func wait() { pthread_cond_wait(condition, mutex) }
  /// Inside `locked`, or behind it: who is woken inside runs into the mutex.
  package func signal() { pthread_cond_broadcast(condition) }
}
