/// Names in a sentence.
enum NameList {
  /// `a`, `a and b`, `a, b, c and 4 more`: one more than `limit` is named too, as it takes no more room than to count it.
  static func text(_ names: [String], limit: Int) -> String {
    guard names.count > 1 else { return names.first ?? "" }
    guard names.count > limit + 1 else { return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") }
    return names.prefix(limit).joined(separator: ", ") + " and \(names.count - limit) more"
  }
}
