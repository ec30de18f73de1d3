import TareTree

/// The union of claims, and the bytes that it saves. Adding a claim costs as much as the claim is large, and tells what it
/// saves beyond those added before.
///
/// A content counts in full when all its live names are claimed, or when a dead one is claimed at all; else as far as its
/// ranges go. Of equal contents that go because others stay, one stays to the last, unless all are claimed for their own
/// sake: no plan takes the last copy of what no finding calls unneeded. A claim never takes away from those before it, but
/// for one case: it has a copy go of which a part was to go, and another one, of which none was, must stay in its stead.
public struct JoinedClaim: Sendable {
  public let table: ClaimTable
  /// What is saved so far.
  public private(set) var bytes = 0
  public private(set) var claim = Claim()
  /// By name: claimed.
  private var isClaimed: [Bool]
  /// By content: gone for its own sake.
  private var isGone: [Bool]
  /// Of contents with several live names: how many are not claimed.
  private var namesLeft: [Int32: Int32] = [:]
  /// Gone if another copy stays.
  private var copies: Set<Int32> = []
  private var ranges: [Int32: Int] = [:]
  private var classValues: [Int32: Int] = [:]

  public init(_ table: ClaimTable) {
    self.table = table
    isClaimed = Array(repeating: false, count: table.nameCount)
    isGone = Array(repeating: false, count: table.tree.contents.count)
  }

  /// Adds a claim, and returns what it saves beyond those before.
  @discardableResult
  public mutating func add(_ claim: Claim) -> Int {
    let before = bytes
    var touched: Set<Int32> = []
    for run in claim.names.runs {
      for number in run where !isClaimed[Int(number)] {
        isClaimed[Int(number)] = true
        take(name: number, &touched)
      }
    }
    for copy in claim.copies where !copies.contains(copy.content) {
      let old = value(of: copy.content)
      copies.insert(copy.content)
      changed(copy.content, from: old, &touched)
    }
    for (content, added) in claim.ranges {
      let old = value(of: content)
      let joined = self.claim.ranges[content]?.union(added) ?? added
      self.claim.ranges[content] = joined
      ranges[content] = min(joined.count, table.tree.contents[Int(content)].size)
      changed(content, from: old, &touched)
    }
    self.claim.formUnion(Claim(names: claim.names, copies: claim.copies))
    for number in touched {
      let value = classValue(number)
      bytes += value - (classValues[number] ?? 0)
      classValues[number] = value
    }
    return bytes - before
  }

  /// What a claim would save beyond those added.
  public func added(by claim: Claim) -> Int {
    var copy = self
    return copy.add(claim)
  }

  /// Whether a content goes as a whole. Of equal contents that could stand for each other, the one that stays is told apart.
  public func isSaved(_ content: Int32) -> Bool {
    let number = table.classOfContent[Int(content)]
    guard number >= 0 else { return isGone[Int(content)] || copies.contains(content) }
    return (isGone[Int(content)] || copies.contains(content)) && keeper(of: number) != content
  }

  /// What of a content goes: all of it, a part, or nothing. Over all contents these sum to `bytes`.
  public func saved(of content: Int32) -> Int {
    isSaved(content) ? table.tree.contents[Int(content)].size : ranges[content] ?? 0
  }

  /// The contents of which a claim may save more, or less, when it is added: its own, and those that could stand for them.
  /// Each once, in no order.
  func contents(concernedBy claim: Claim) -> [Int32] {
    var isKnown = [Bool](repeating: false, count: table.tree.contents.count)
    var contents: [Int32] = []
    func add(_ content: Int32) {
      guard content >= 0, !isKnown[Int(content)] else { return }
      let number = table.classOfContent[Int(content)]
      for member in number < 0 ? [content] : table.classes[Int(number)] {
        isKnown[Int(member)] = true
        contents.append(member)
      }
    }
    for run in claim.names.runs { for name in run { add(table.contentOfName[Int(name)]) } }
    for copy in claim.copies { add(copy.content) }
    for content in claim.ranges.keys { add(content) }
    return contents
  }

  /// Which bytes of a content go; they count as many as `saved(of:)` says.
  public func savedRanges(of content: Int32) -> ByteRanges {
    let all = ByteRanges(CollectionOfOne(0..<table.tree.contents[Int(content)].size))
    return isSaved(content) ? all : claim.ranges[content]?.intersection(all) ?? ByteRanges()
  }

  private mutating func take(name: Int32, _ touched: inout Set<Int32>) {
    let content = table.contentOfName[Int(name)]
    guard content >= 0, !isGone[Int(content)] else { return }
    let entry = table.tree.contents[Int(content)]
    if entry.isLive {
      guard table.isLiveName[Int(name)] else { return }
      let left = (namesLeft[content] ?? entry.names) - 1
      if entry.names > 1 { namesLeft[content] = left }
      guard left == 0 else { return }
    }
    let old = value(of: content)
    isGone[Int(content)] = true
    changed(content, from: old, &touched)
  }

  /// Of a content by itself.
  private func value(of content: Int32) -> Int {
    isGone[Int(content)] || copies.contains(content) ? table.tree.contents[Int(content)].size : ranges[content] ?? 0
  }

  private mutating func changed(_ content: Int32, from old: Int, _ touched: inout Set<Int32>) {
    let number = table.classOfContent[Int(content)]
    if number >= 0 { touched.insert(number) } else { bytes += value(of: content) - old }
  }

  private func classValue(_ number: Int32) -> Int {
    let members = table.classes[Int(number)]
    let sum = members.reduce(0) { $0 + value(of: $1) }
    guard let keeper = keeper(of: number) else { return sum }
    return sum - table.tree.contents[Int(keeper)].size + (ranges[keeper] ?? 0)
  }

  /// The copy that has to stay after all, when every one is claimed and not every one for its own sake: of those the one of
  /// which most can go in part, else the lowest.
  private func keeper(of number: Int32) -> Int32? {
    let members = table.classes[Int(number)]
    guard members.allSatisfy({ isGone[Int($0)] || copies.contains($0) }) else { return nil }
    return members.filter { !isGone[Int($0)] }.max { (ranges[$0] ?? 0, $1) < (ranges[$1] ?? 0, $0) }
  }
}
