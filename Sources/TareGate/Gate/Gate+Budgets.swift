import TareBytes
import TareFindings
import TareOwners
import TareTree

extension Gate {
  /// - Parameters:
  ///   - whole: what a share is of.
  ///   - thing: as the sentence begins: `the content of the image`.
  func check(
    _ name: String, _ figure: Int, _ amount: Amount, of whole: Int, _ thing: String, _ advice: @autoclosure () -> Subject.Advice
  ) -> Judgement.Check {
    let limit = amount.limit(of: whole) ?? .max
    var text = "at most \(amount.text)"
    if case .share = amount.measure { text += " (\(Quantity.size(limit)))" }
    guard figure > limit else {
      return Judgement.Check(
        name: name, passed: true, figure: Quantity.size(figure), limit: text, message: "\(thing): \(Quantity.size(figure)), \(text)"
      )
    }
    let advice = advice()
    return Judgement.Check(
      name: name, passed: false, figure: Quantity.size(figure), limit: text,
      message: "\(thing): \(Quantity.size(figure)), \(Self.more(figure - limit)) more than the budget", rows: advice.rows,
      finding: advice.finding?.id, fix: advice.fix)
  }

  /// Exact where the rounded figures would not tell.
  static func more(_ bytes: Int) -> String { bytes < 1_000_000 ? "\(Quantity.count(bytes)) B" : Quantity.size(bytes) }

  func budgets(_ subject: Subject) throws(GateError) -> [Judgement.Check] {
    let budgets = policy.budgets
    var checks: [Judgement.Check] = []
    if let amount = budgets.image.unpacked {
      checks.append(
        check(
          "budgets.image", subject.unpacked, amount, of: subject.unpacked, "content of the image",
          subject.advice(subject.heaviest())))
    }
    if let amount = budgets.image.stored {
      try subject.needsStored("budgets.image.stored")
      checks.append(
        check(
          "budgets.image.stored", subject.stored, amount, of: subject.stored, "stored size of the image",
          subject.advice(subject.heaviest())))
    }
    if let amount = budgets.dead {
      checks.append(check("budgets.dead", subject.dead, amount, of: subject.unpacked, "dead bytes", deadAdvice(subject)))
    }
    if let amount = budgets.duplicates {
      checks.append(
        check(
          "budgets.duplicates", subject.weighing.duplicateBytes, amount, of: subject.unpacked, "second copies of live files",
          duplicateAdvice(subject)))
    }
    for budget in budgets.removable {
      let bytes = subject.examination.findings.totals.asIs(budget.level)
      let risk = budget.level == .none ? "at no risk" : budget.level == .high ? "at any risk" : "at up to \(budget.level.name) risk"
      checks.append(
        check(
          "budgets.removable.\(budget.level.name)", bytes, budget.amount, of: subject.unpacked, "what can go \(risk)",
          subject.advice(subject.heaviest { $0.risk.level <= budget.level })))
    }
    checks += try layers(subject)
    for budget in budgets.packages { checks.append(package(budget, subject)) }
    for budget in budgets.paths { checks.append(path(budget, subject)) }
    return checks
  }

  private func deadAdvice(_ subject: Subject) -> Subject.Advice {
    if let finding = subject.heaviest(where: { RuleList.layerRules.contains($0.rule) }) { return subject.advice(finding) }
    let group = subject.weighing.deadGroups.first
    return Subject.Advice(rows: group.map { $0.writer == $0.killer ? [$0.writer] : [$0.writer, $0.killer] } ?? [])
  }

  private func duplicateAdvice(_ subject: Subject) -> Subject.Advice {
    let tree = subject.weighing.tree
    let copies = subject.weighing.duplicates.flatMap { $0.copies.dropFirst() }.map { tree.nodes[Int($0.path)].content }
    return subject.advice(contents: Set(copies), rows: subject.rows(holding: copies))
  }

  // MARK: Packages and paths

  private func package(_ budget: Policy.Budgets.Selected, _ subject: Subject) -> Judgement.Check {
    let packages = subject.examination.analysis.ownership.packages
    let found = packages.indices.filter { number in
      let package = packages[number].package
      return budget.glob.matches(package.name) || budget.glob.matches("\(package.ecosystem.rawValue):\(package.name)")
    }
    let bytes = found.reduce(0) { $0 + packages[$1].own }
    let pattern = EscapedText.printable(budget.glob.text)
    let thing = found.isEmpty ? "no package is named \(pattern)" : "\(Self.counted(found.count, "package")) named \(pattern)"
    let contents = Set(found.flatMap { subject.context.contents(ofPackage: Int32($0)) })
    return check(
      "budgets.packages[\(pattern)]", bytes, budget.amount, of: subject.unpacked, thing,
      subject.advice(contents: contents, rows: subject.rows(holding: contents)))
  }

  private func path(_ budget: Policy.Budgets.Selected, _ subject: Subject) -> Judgement.Check {
    let tree = subject.weighing.tree
    var isBelow = [Bool](repeating: false, count: tree.nodes.count)
    var contents: Set<Int32> = []
    // A parent has a smaller number than what lies in it.
    for path in tree.nodes.indices where tree.nodes[path].exists {
      let parent = tree.paths.parent(of: Int32(path))
      isBelow[path] = parent >= 0 && isBelow[Int(parent)] || budget.glob.matches(tree.paths.bytes(of: Int32(path)))
      if isBelow[path], tree.nodes[path].content >= 0 { contents.insert(tree.nodes[path].content) }
    }
    let bytes = contents.reduce(0) { $0 + tree.contents[Int($1)].size }
    let pattern = EscapedText.printable(budget.glob.text)
    let thing = contents.isEmpty ? "nothing lies at \(pattern)" : "\(Self.counted(contents.count, "live file")) at \(pattern)"
    return check(
      "budgets.paths[\(pattern)]", bytes, budget.amount, of: subject.unpacked, thing,
      subject.advice(contents: contents, rows: subject.rows(holding: contents)))
  }

  static func counted(_ count: Int, _ thing: String) -> String { "\(Quantity.count(count)) \(thing)\(count == 1 ? "" : "s")" }
}

extension RuleList {
  /// The rules on what layers write and take away again.
  static let layerRules = Set(all.filter { $0.family == .layers }.map(\.name))
}
