import TareBytes
import TareFindings
import TareOwners

extension Gate {
  func growth(_ subject: Subject) throws(GateError) -> [Judgement.Check] {
    guard let against else { return [] }
    let growth = policy.growth
    var checks: [Judgement.Check] = []
    func add(
      _ name: String, _ now: Int, _ before: Int, _ amount: Amount?, _ thing: String, _ advice: @autoclosure () -> Subject.Advice
    ) {
      guard let amount else { return }
      checks.append(
        grown("growth.\(name)", now - before, amount, of: before, "\(thing), \(Quantity.size(before)) before", advice()))
    }
    add(
      "image", subject.unpacked, against.unpacked, growth.image.unpacked, "content of the image", subject.advice(subject.heaviest())
    )
    if growth.image.stored != nil { try subject.needsStored("growth.image.stored") }
    add(
      "image.stored", subject.stored, against.stored, growth.image.stored, "stored size of the image",
      subject.advice(subject.heaviest()))
    add(
      "dead", subject.dead, against.dead, growth.dead, "dead bytes",
      subject.advice(rows: subject.weighing.deadGroups.first.map { [$0.writer] } ?? []))
    add(
      "removable", subject.examination.findings.totals.high, against.removable, growth.removable, "what can go",
      subject.advice(subject.heaviest()))
    add(
      "packages", subject.examination.analysis.ownership.totals.packages, against.packageBytes, growth.packages, "all packages",
      packages(grownSince: against, subject).first.map { $0.advice } ?? Subject.Advice())
    if let amount = growth.package { checks.append(try package(amount, against, subject)) }
    return checks
  }

  private func grown(
    _ name: String, _ bytes: Int, _ amount: Amount, of whole: Int, _ thing: String, _ advice: @autoclosure () -> Subject.Advice
  ) -> Judgement.Check {
    var check = check(name, bytes, amount, of: whole, thing, advice())
    check.figure = (bytes > 0 ? "+" : "") + check.figure
    check.limit = "at most +" + check.limit.dropFirst("at most ".count)
    check.message = "\(thing): \(check.figure), \(check.limit)"
    return check
  }

  private struct GrownPackage {
    var text: String
    var bytes: Int
    var advice: Subject.Advice
  }

  /// The most grown first; of a base that lists only some packages none.
  private func packages(grownSince base: BaseReport, _ subject: Subject) -> [GrownPackage] {
    guard let before = base.packages else { return [] }
    var now: [BaseReport.PackageName: (bytes: Int, heaviest: Int32)] = [:]
    let owned = subject.examination.analysis.ownership.packages
    for (number, package) in owned.enumerated() {
      let name = BaseReport.PackageName(ecosystem: package.package.ecosystem.rawValue, name: package.package.name)
      var entry = now[name] ?? (0, Int32(number))
      entry.bytes += package.own
      if package.own > owned[Int(entry.heaviest)].own { entry.heaviest = Int32(number) }
      now[name] = entry
    }
    let grown = now.map { (name: $0.key, bytes: $0.value.bytes - (before[$0.key] ?? 0), number: $0.value.heaviest) }
    return grown.filter { $0.bytes > 0 }
      .sorted { ($1.bytes, $0.name.name, $0.name.ecosystem) < ($0.bytes, $1.name.name, $1.name.ecosystem) }
      .map { entry in
        let contents = Set(subject.context.contents(ofPackage: entry.number))
        let isNew = before[entry.name] == nil
        return GrownPackage(
          text: EscapedText.printable(entry.name.name) + (isNew ? ", which is new" : ""), bytes: entry.bytes,
          advice: subject.advice(contents: contents, rows: subject.rows(holding: contents)))
      }
  }

  /// Of the one that grew most; a share is one of the base's content.
  private func package(_ amount: Amount, _ base: BaseReport, _ subject: Subject) throws(GateError) -> Judgement.Check {
    guard base.packages != nil else {
      throw GateError("growth.package: \(base.name) does not list all packages; make it anew without --top")
    }
    let grown = packages(grownSince: base, subject)
    let limit = amount.limit(of: base.unpacked) ?? .max
    let over = grown.count { $0.bytes > limit }
    guard let most = grown.first else {
      return self.grown("growth.package", 0, amount, of: base.unpacked, "no package grew", Subject.Advice())
    }
    let thing = over > 1 ? "\(over) packages grew beyond it, most \(most.text)" : "the most grown package is \(most.text)"
    return self.grown("growth.package", most.bytes, amount, of: base.unpacked, thing, most.advice)
  }
}
