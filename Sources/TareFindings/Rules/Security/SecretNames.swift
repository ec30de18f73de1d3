/// Names of variables that hold secrets, and values that are none.
enum SecretNames {
  /// `GITHUB_TOKEN`, `db-password`, `AWS_SECRET_ACCESS_KEY`; not `TOKENIZERS_PARALLELISM`, `MAX_TOKENS`, `GPG_KEY`.
  static func isSecret(_ name: String) -> Bool {
    let words = name.uppercased().split { $0 == "_" || $0 == "-" || $0 == "." }
    guard let last = words.last else { return false }
    if ["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "CREDENTIALS"].contains(last) { return true }
    guard last == "KEY", words.count > 1 else { return false }
    return ["API", "ACCESS", "PRIVATE", "SECRET", "ENCRYPTION", "AUTH", "SIGNING", "MASTER"].contains(words[words.count - 2])
  }

  /// Whether a value may be a secret: no reference to a variable, no path, no placeholder.
  static func isValue(_ value: String) -> Bool {
    var value = value[...]
    while let first = value.first, first == "\"" || first == "'" { value.removeFirst() }
    while let last = value.last, last == "\"" || last == "'" || last == "," { value.removeLast() }
    guard value.utf8.count >= 4, let first = value.first, !["$", "<", "{", "/", "*", "%"].contains(first) else { return false }
    let plain = value.lowercased()
    let placeholders = [
      "change", "your", "example", "placeholder", "dummy", "xxx", "todo", "replace", "none", "null", "true", "false",
    ]
    return !placeholders.contains { plain.hasPrefix($0) } && Set(value).count > 1
  }
}
