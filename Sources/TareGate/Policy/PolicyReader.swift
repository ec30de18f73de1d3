import TareBytes
import TareFindings

extension Policy {
  /// Reads a policy file.
  /// - Parameter name: what errors call it.
  public init(parsing bytes: [UInt8], named name: String) throws(PolicyError) {
    self.init()
    file = name
    guard let root = try PolicyDocument(file: name).root(bytes) else { return }
    let keys = try root.keys(PolicyKeys.top)
    if let node = keys["budgets"] { budgets = try node.budgets() }
    if let node = keys["growth"] { growth = try node.growth() }
    if let node = keys["findings"] { findings = try node.threshold(or: .standard) }
    if let node = keys["rules"] { rules = try node.rules(or: findings) }
    if let node = keys["only"] { only = try node.ruleNames() }
    if let node = keys["skip"] { skip = try node.ruleNames() }
    if let node = keys["intents"] { intents = try node.intents() }
    if let node = keys["exceptions"] { exceptions = try node.exceptions() }
    try refuseContradictions(keys)
  }

  /// What cannot be meant: a threshold of, or an exception for, a rule that never runs.
  private func refuseContradictions(_ keys: [String: PolicyNode]) throws(PolicyError) {
    if let rule = skip.first(where: { only.contains($0) }) {
      throw keys["skip"]!.error("\(rule) is under only as well; a rule runs or does not")
    }
    func neverRuns(_ rule: String) -> Bool { skip.contains(rule) || !only.isEmpty && !only.contains(rule) }
    if let rule = rules.first(where: { $0.threshold.failAt != nil && neverRuns($0.rule) })?.rule {
      throw keys["rules"]!.error("\(rule) is to fail and never runs: \(skip.contains(rule) ? "skip has it" : "only lacks it")")
    }
    for exception in exceptions {
      guard case .rule(let rule) = exception.subject, neverRuns(rule) else { continue }
      throw PolicyError(
        file ?? "", exception.place, "exceptions: \(rule) never runs: \(skip.contains(rule) ? "skip has it" : "only lacks it")")
    }
  }
}

extension PolicyNode {
  fileprivate static let ruleNames = RuleList.all.map(\.name)

  fileprivate func ruleNames() throws(PolicyError) -> [String] {
    var names: [String] = []
    for item in try items() {
      let name = try item.word(of: Self.ruleNames, as: "rule")
      guard !names.contains(name) else { throw item.error("\(name) stands here a second time") }
      names.append(name)
    }
    return names
  }

  fileprivate func intents() throws(PolicyError) -> Set<String> {
    var words: Set<String> = []
    for item in try items() {
      let word = try item.text()
      guard ["cpu", "gpu", "relink"].contains(word) || word.hasPrefix("sm_") else {
        throw item.error("takes cpu, gpu or sm_NN; \(EscapedText.printable(word)) is none of them")
      }
      words.insert(word)
    }
    if words.contains("cpu"), words.contains(where: { $0 == "gpu" || $0.hasPrefix("sm_") }) {
      throw error("cpu and gpu contradict each other")
    }
    return words
  }

  // MARK: Thresholds

  /// `off`, a severity, or both words below it.
  fileprivate func threshold(or standard: Policy.Threshold) throws(PolicyError) -> Policy.Threshold {
    guard isMapping else { return Policy.Threshold(failAt: try severity(), upToRisk: standard.upToRisk) }
    let keys = try keys(PolicyKeys.threshold)
    var threshold = standard
    if let node = keys["fail-at"] { threshold.failAt = try node.severity() }
    if let node = keys["up-to-risk"] { threshold.upToRisk = try node.risk() }
    return threshold
  }

  private func severity() throws(PolicyError) -> Severity? {
    let words = Severity.allCases.map(\.name)
    // What other readers of YAML take "off" for, and write again.
    if node.scalar?.string == "false" { return nil }
    let word = try word(of: words + ["off"], as: "severity")
    return Severity.allCases.first { $0.name == word }
  }

  private func risk() throws(PolicyError) -> Risk.Level {
    let word = try word(of: Risk.Level.allCases.map(\.name), as: "risk")
    return Risk.Level.allCases.first { $0.name == word } ?? .high
  }

  fileprivate func rules(or standard: Policy.Threshold) throws(PolicyError) -> [Policy.RuleThreshold] {
    var rules: [Policy.RuleThreshold] = []
    for (name, node) in try entries() {
      guard Self.ruleNames.contains(name) else {
        throw node.error("no rule of that name\(Suggestion.hint(for: name, in: Self.ruleNames)); tare rules lists all")
      }
      // A rule that is named is meant: one that fails nothing else by default fails from the common severity on.
      let base = Policy.Threshold(failAt: standard.failAt ?? .high, upToRisk: standard.upToRisk)
      rules.append(Policy.RuleThreshold(rule: name, threshold: try node.threshold(or: base)))
    }
    return rules
  }

  // MARK: Exceptions

  fileprivate func exceptions() throws(PolicyError) -> [PolicyException] {
    var all: [PolicyException] = []
    for item in try items() { all.append(try item.exception()) }
    return all
  }

  private func exception() throws(PolicyError) -> PolicyException {
    let keys = try keys(PolicyKeys.exception)
    let subject: PolicyException.Subject
    switch (keys["rule"], keys["finding"]) {
    case (let rule?, nil): subject = .rule(try rule.word(of: Self.ruleNames, as: "rule"))
    case (nil, let finding?): subject = .finding(Glob(try finding.text(), .name))
    case (nil, nil): throw error("says neither rule nor finding that it excepts")
    case (_?, let finding?): throw finding.error("the exception has a rule already; a finding's name begins with its rule")
    }
    guard let reason = keys["reason"] else { throw error("has no reason; say why it is meant so") }
    return PolicyException(
      subject: subject, path: try keys["path"].map { (node) throws(PolicyError) in try node.pathGlob() },
      layer: try keys["layer"].map { (node) throws(PolicyError) in try node.number(from: 0) },
      line: try keys["line"].map { (node) throws(PolicyError) in try node.number(from: 1) }, reason: try reason.text(),
      owner: try keys["owner"].map { (node) throws(PolicyError) in try node.text() },
      expires: try keys["expires"].map { (node) throws(PolicyError) in try node.day() }, place: place)
  }

  func pathGlob() throws(PolicyError) -> Glob {
    let text = try text()
    guard text.hasPrefix("/") || text.hasPrefix("**") else { throw error("a path begins with / or **/") }
    return Glob(text, .path)
  }
}
