/// A value that the first who asks for computes, for all.
package final class Shared<Value: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private var known: Value?

  package init() {}

  package func value(_ compute: () throws -> Value) rethrows -> Value {
    try monitor.locked {
      if let known { return known }
      let value = try compute()
      known = value
      return value
    }
  }
}
