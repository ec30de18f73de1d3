import TareBytes

extension Policy {
  /// What it changes of the findings, in one line for the head of a report; nil for nothing.
  public var summary: String? {
    guard let file else { return nil }
    func counted(_ count: Int, _ what: String) -> String? { count == 0 ? nil : "\(count) \(what)\(count == 1 ? "" : "s")" }
    var parts = [counted(exceptions.count, "exception")]
    if !only.isEmpty { parts.append("only the rules \(only.joined(separator: ", "))") }
    if !skip.isEmpty { parts.append("without the rules \(skip.joined(separator: ", "))") }
    if !intents.isEmpty { parts.append("the owner's word \(intents.sorted().joined(separator: ", "))") }
    let told = parts.compactMap(\.self)
    return told.isEmpty ? nil : EscapedText.printable("by \(file): \(told.joined(separator: "; "))")
  }
}
