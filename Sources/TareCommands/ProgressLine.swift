import Glibc
import TareBytes

/// One line on standard error that says how far a long read has come. Short reads never show it.
final class ProgressLine: @unchecked Sendable {
  private let counter: ProgressCounter
  private let monitor = Monitor()
  private var ended = false
  private var thread: WorkerThread?
  private var shown = false

  private static let firstAfter = 0.4
  private static let interval: UInt32 = 100_000

  init(_ counter: ProgressCounter) { self.counter = counter }

  func start() { thread = WorkerThread { [self] in run() } }

  /// Takes the line away again.
  func stop() {
    monitor.locked { ended = true }
    thread?.join()
    thread = nil
    if shown { Console.error("\r\u{1b}[K") }
  }

  private func run() {
    let start = Self.now
    while !monitor.locked({ ended }) {
      usleep(Self.interval)
      let seconds = Self.now - start
      guard seconds > Self.firstAfter else { continue }
      shown = true
      Console.error("\r\u{1b}[K" + Self.text(done: counter.done, total: counter.total, seconds: seconds))
    }
  }

  /// `1.20 GB of 5.81 GB, 610 MB/s, 8 s left`.
  static func text(done: Int, total: Int, seconds: Double) -> String {
    let rate = Double(done) / max(seconds, 0.001)
    var text = Quantity.size(done)
    if total > 0 { text += " of \(Quantity.size(total))" }
    text += ", \(Quantity.size(Int(rate)))/s"
    if total > done, rate > 0 { text += ", \(Int((Double(total - done) / rate).rounded(.up))) s left" }
    return text
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
