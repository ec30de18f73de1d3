import Glibc

/// The number of processors this process may use.
package var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Transforms each item on one of `threads` threads, taking them in the order given; results keep the order of the
/// items. Of several errors the one of the first item is thrown, so that the outcome does not depend on timing; after
/// an error no later item is begun.
package func parallelMap<Item: Sendable, Result: Sendable>(
  _ items: [Item], threads: Int = processorCount, _ transform: @escaping @Sendable (Item) throws -> Result
) throws -> [Result] {
  let shared = MapState<Result>(count: items.count)
  let work: @Sendable () -> Void = {
    while let index = shared.take() {
      do { shared.put(try transform(items[index]), at: index) } catch { shared.fail(error, at: index) }
    }
  }
  let helpers = (1..<max(1, min(threads, items.count))).compactMap { _ in WorkerThread(work) }
  work()
  for helper in helpers { helper.join() }
  if let error = shared.firstError { throw error }
  return shared.results.map { $0! }
}

private final class MapState<Result: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private var next = 0
  private var failedIndex = Int.max
  private(set) var firstError: (any Error)?
  private(set) var results: [Result?]

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func take() -> Int? {
    monitor.locked {
      guard next < results.count, next < failedIndex else { return nil }
      defer { next += 1 }
      return next
    }
  }

  func put(_ result: Result, at index: Int) { monitor.locked { results[index] = result } }

  func fail(_ error: any Error, at index: Int) {
    monitor.locked {
      guard index < failedIndex else { return }
      (failedIndex, firstError) = (index, error)
    }
  }
}
