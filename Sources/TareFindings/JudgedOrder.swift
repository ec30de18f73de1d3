public import TareOrder

/// What is known of the order of a Dockerfile's instructions. Rules do no I/O: whoever can read the repository hands it in.
public enum JudgedOrder: Sendable {
  case judged(OrderReport)
  /// Why nothing is, as it follows "nothing:".
  case unknown(String)

  public static let none = JudgedOrder.unknown("no Dockerfile and no repository were given to judge the order by")

  public var report: OrderReport? {
    if case .judged(let report) = self { report } else { nil }
  }
}
