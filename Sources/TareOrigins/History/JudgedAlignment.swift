import TareDockerfile

/// What an alignment is good for: how far the file matches, and how sure each line is.
struct JudgedAlignment {
  private(set) var lines: [LineMapping?]
  private(set) var match = HistoryAlignment.Match.other
  private(set) var rowShare = 0.0
  private(set) var instructionShare = 0.0
  private(set) var baseRows: Int?
  private(set) var baseConfidence = Confidence.guess
  private(set) var unmatched: [HistoryAlignment.Place] = []

  private let found: TargetSearch.Found
  private let texts: ArraySlice<HistoryText>
  private var items: [ChainItem] { found.chain.items }
  private var partner: [Int?]
  /// By item: whether a row has it.
  private var taken: [Bool]

  /// A text of so many bytes does not come twice by chance.
  private static let telling = 24
  /// Lost with a pair that stands alone in the alignment; less is left where another partner would do nearly as well.
  private static let founded: Int32 = 40

  init(_ found: TargetSearch.Found, _ texts: [HistoryText]) {
    self.found = found
    self.texts = texts[found.firstRow...]
    partner = found.table.partner
    taken = Array(repeating: false, count: found.chain.items.count)
    lines = Array(repeating: nil, count: texts.count)
    measure()
    let doubtful = doubtfulRows()
    // A Dockerfile hardly begins with a CMD; a base ends with one.
    let lone = partner.firstIndex { $0 != nil }.flatMap { $0 < doubtful && Self.ending.contains(keyword($0) ?? .run) ? $0 : nil }
    for row in partner.indices {
      guard let item = partner[row], let confidence = confidence(row, item) else { continue }
      let isDoubtful = row < doubtful || found.isDisputed.indices.contains(row) && found.isDisputed[row]
      let highest: Confidence = row == lone ? .guess : isDoubtful ? .likely : .certain
      lines[found.firstRow + row] = mapping(item, min(confidence, highest))
    }
    if match != .other { addMoved() }
    findBase()
  }

  private func kind(_ row: Int, _ item: Int) -> PairFit.Kind { found.fits[row, item].kind }

  private func mapping(_ item: Int, _ confidence: Confidence) -> LineMapping {
    LineMapping(
      stage: items[item].stage, instruction: items[item].index, lines: items[item].lines, confidence: confidence,
      isTrigger: items[item].isTrigger)
  }

  // How far the file matches

  private mutating func measure() {
    let first = found.firstRowIsOwn ? 0 : partner.firstIndex { $0 != nil } ?? partner.count
    var (fitting, weight) = (0, 0)
    var fittingItems = 0
    for (row, item) in partner.enumerated() {
      guard let item else { continue }
      taken[item] = true
      guard kind(row, item) > .similar else { continue }
      fitting += 1
      fittingItems += items[item].isOptional ? 0 : 1
      weight += min(Self.telling, texts[found.firstRow + row].text.count)
    }
    let own = partner.count - first
    let expected = items.count { !$0.isOptional }
    rowShare = own == 0 ? 0 : Double(fitting) / Double(own)
    instructionShare = expected == 0 ? (fitting > 0 ? 1 : 0) : Double(fittingItems) / Double(expected)
    unmatched = items.indices.filter { !taken[$0] && !items[$0].isOptional }
      .map { HistoryAlignment.Place(stage: items[$0].stage, instruction: items[$0].index, lines: items[$0].lines) }
    guard weight >= Self.telling else { return }
    if rowShare == 1, instructionShare == 1 {
      match = .whole
    } else if rowShare >= 0.5, instructionShare >= 0.4 {
      match = .part
    }
  }

  // How sure a line is

  private func confidence(_ row: Int, _ item: Int) -> Confidence? {
    let kind = kind(row, item)
    guard match != .other else { return kind == .exact ? .guess : nil }
    let margin = found.table.margin[row]
    if kind == .similar { return edited(row, item) }
    let rival = hasRival(row, item) || match == .part && isContested(row, item)
    if match == .whole {
      let isSure = kind > .partial && !rival && margin > 0 || kind == .partial && !rival && margin >= Self.founded
      return isSure && !isStray(row) ? .certain : .likely
    }
    if isStray(row) { return .guess }
    if margin < Self.founded { return margin > 0 && isHeld(row, item) ? .likely : .guess }
    if kind == .exact, !rival, isHeld(row, item) || texts[found.firstRow + row].text.count >= Self.telling { return .certain }
    if kind == .pattern, !rival, isHeld(row, item), literal(item) >= 8 { return .certain }
    return isHeld(row, item) || kind == .exact ? .likely : .guess
  }

  private func literal(_ item: Int) -> Int { items[item].pattern.map(PatternMatch.literal) ?? 0 }

  /// Whether another line, written differently, could have left the same row.
  private func hasRival(_ row: Int, _ item: Int) -> Bool {
    let kind = kind(row, item)
    return items.indices.contains { other in
      other != item && found.fits[row, other].kind >= min(kind, .pattern) && items[other].identity != items[item].identity
    }
  }

  /// Whether a row of the same text has no line, or a line of the same text no row: one of several equal lines is gone, and
  /// nothing tells which.
  private func isContested(_ row: Int, _ item: Int) -> Bool {
    let isFree = { (other: Int) in found.fits[row, other].kind >= .pattern && !taken[other] }
    if items.indices.contains(where: isFree) { return true }
    let first = partner.firstIndex { $0 != nil } ?? 0
    return partner[first...].indices.contains { partner[$0] == nil && found.fits[$0, item].kind >= .pattern }
  }

  /// Whether the row before or after is the neighbouring instruction's, with a text that fits.
  private func isHeld(_ row: Int, _ item: Int) -> Bool {
    func fits(_ row: Int, _ item: Int) -> Bool { partner[row] == item && kind(row, item) > .partial }
    var before = item - 1
    while before >= 0, items[before].isOptional, row > 0, partner[row - 1] != before { before -= 1 }
    if row > 0, before >= 0, fits(row - 1, before) { return true }
    var after = item + 1
    while after < items.count, items[after].isOptional, row + 1 < partner.count, partner[row + 1] != after { after += 1 }
    return row + 1 < partner.count && after < items.count && fits(row + 1, after)
  }

  /// Whether a few pairs stand apart below the rest, where the base may have a row that reads the same.
  private func isStray(_ row: Int) -> Bool {
    guard !found.firstRowIsOwn, let first = partner.firstIndex(where: { $0 != nil }) else { return false }
    guard let gap = partner[first...].firstIndex(where: { $0 == nil }), row < gap else { return false }
    guard partner[gap...].contains(where: { $0 != nil }) else { return false }
    let end = partner[gap...].firstIndex { $0 != nil } ?? gap
    let endsImage = texts[(found.firstRow + gap)..<(found.firstRow + end)].contains {
      $0.created.keyword.map(Self.ending.contains) ?? true
    }
    return endsImage || gap - first <= 2
  }

  /// Rows below this one may be the base's, should the Dockerfile have got lines that read as the base's last ones do: all
  /// up to a CMD that has other work behind it, and the first pair unless an image ends just below it, by a CMD or by a row
  /// that no instruction wrote.
  private func doubtfulRows() -> Int {
    guard !found.firstRowIsOwn, let first = partner.firstIndex(where: { $0 != nil }) else { return 0 }
    let work = partner.indices.last { partner[$0] != nil && !Self.closing.contains(keyword($0) ?? .run) } ?? 0
    let end = partner.indices.last { $0 < work && partner[$0] != nil && Self.ending.contains(keyword($0) ?? .run) }
    return max(isBaseEnd(below: first) ? 0 : first + 1, end.map { $0 + 1 } ?? 0)
  }

  private func isBaseEnd(below row: Int) -> Bool {
    if found.firstRowIsOwn || found.firstRow + row == 0 { return true }
    let below = found.firstRow + row - 1
    guard below >= texts.startIndex else { return false }
    return texts[below].created.keyword.map(Self.ending.contains) ?? true
  }

  private func keyword(_ row: Int) -> Instruction.Keyword? { texts[found.firstRow + row].created.keyword }

  private static let ending: Set<Instruction.Keyword> = [.cmd, .entrypoint]
  /// What a Dockerfile ends with.
  private static let closing: Set<Instruction.Keyword> = [
    .cmd, .entrypoint, .expose, .healthcheck, .label, .user, .stopsignal, .volume, .env, .arg, .maintainer, .onbuild, .shell,
    .workdir,
  ]

  /// One row and one instruction between neighbours that fit, and they are alike.
  private func edited(_ row: Int, _ item: Int) -> Confidence {
    let isBetween = isHeld(row, item)
    let share = Double(found.fits[row, item].score) / 60
    return isBetween && share >= 0.5 || share >= 0.8 ? .likely : .guess
  }

  // Lines that stand elsewhere now

  private mutating func addMoved() {
    guard let first = partner.firstIndex(where: { $0 != nil }) else { return }
    for row in first..<partner.count where partner[row] == nil && texts[found.firstRow + row].text.count >= Self.telling / 4 {
      let fitting = items.indices.filter { kind(row, $0) == .exact }
      guard fitting.count == 1, !taken[fitting[0]] else { continue }
      let others = partner.indices.count { kind($0, fitting[0]) == .exact }
      guard others == 1 else { continue }
      lines[found.firstRow + row] = mapping(fitting[0], .likely)
      let item = items[fitting[0]]
      unmatched.removeAll { $0.stage == item.stage && $0.instruction == item.index }
    }
  }

  // Where the base ends

  private mutating func findBase() {
    if found.firstRowIsOwn {
      baseRows = found.firstRow
      baseConfidence = found.isGiven || match == .whole ? .certain : .likely
      return
    }
    guard match != .other, let first = partner.firstIndex(where: { $0 != nil }) else { return }
    baseRows = found.firstRow + first
    let lowest = lines[found.firstRow + first]?.confidence ?? .guess
    if match == .whole {
      baseConfidence = lowest
    } else {
      baseConfidence = isBaseEnd(below: first) ? min(lowest, .likely) : .guess
    }
  }
}
