/// Names of the programs that ENTRYPOINT, CMD and HEALTHCHECK may start: the last part of each of their words.
enum StartedPrograms {
  static func names(_ context: RuleContext) -> Set<String> {
    var words = (context.config?.entrypoint ?? []) + (context.config?.command ?? [])
    if let test = context.config?.healthcheck?.test, test.first != "NONE" { words += test.dropFirst() }
    var names: Set<String> = []
    for word in words {
      for part in word.split(whereSeparator: { " \t\n;|&()<>\"'`=".contains($0) }) {
        names.insert(String(part.split(separator: "/").last ?? part))
      }
    }
    return names
  }
}
