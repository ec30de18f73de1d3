/// How a row and an instruction go together.
struct PairFit: Hashable {
  enum Kind: UInt8 {
    /// Nothing says that they belong together.
    case none
    /// Alike, as before and after an edit.
    case similar
    /// All that the row tells fits, but it tells little: a digest and a destination.
    case partial
    /// The text fits where variables may stand for anything.
    case pattern
    /// The same text.
    case exact
  }

  var kind: Kind
  /// For the alignment: what the pair is worth.
  var score: Int32

  static let none = PairFit(kind: .none, score: 0)
  /// What an instruction without a row, or a row without an instruction, costs.
  static let gap: Int32 = 8
}

/// The fits of all rows with all items of a chain.
struct FitTable {
  let rows: Int
  let items: Int
  private var fits: [PairFit]

  subscript(row: Int, item: Int) -> PairFit { fits[row * items + item] }

  /// - Parameter likenesses: of rows and items whose text fits nothing.
  init(_ texts: ArraySlice<HistoryText>, _ chain: [ChainItem]) {
    rows = texts.count
    items = chain.count
    fits = Array(repeating: .none, count: rows * items)
    var rowFits = Array(repeating: false, count: rows)
    var itemFits = Array(repeating: false, count: items)
    let ids = TextIDs(texts, chain)
    for (row, text) in texts.enumerated() where text.created.keyword != nil {
      for item in chain.indices where chain[item].keyword == text.created.keyword {
        let fit = ids.isSame(row, item) ? Self.exact(text, chain[item]) : Self.told(text, chain[item])
        guard fit.kind != .none else { continue }
        fits[row * items + item] = fit
        rowFits[row] = rowFits[row] || fit.kind >= .pattern
        itemFits[item] = itemFits[item] || fit.kind >= .pattern
      }
    }
    compare(texts, chain, rowFits, itemFits)
  }

  /// What fits nothing else may have been edited.
  private mutating func compare(
    _ texts: ArraySlice<HistoryText>, _ chain: [ChainItem], _ rowFits: [Bool], _ itemFits: [Bool]
  ) {
    let likenesses = chain.indices.map { itemFits[$0] ? nil : Likeness(chain[$0].texts.first ?? []) }
    for (row, text) in texts.enumerated() where !rowFits[row] && text.created.keyword != nil && text.created.content == nil {
      let own = Likeness(text.text)
      for item in chain.indices where chain[item].keyword == text.created.keyword && fits[row * items + item].kind == .none {
        guard let other = likenesses[item] else { continue }
        let share = own.share(with: other)
        if share >= 0.3 { fits[row * items + item] = PairFit(kind: .similar, score: Int32(60 * share)) }
      }
    }
  }

  private static func exact(_ text: HistoryText, _ item: ChainItem) -> PairFit {
    PairFit(kind: .exact, score: 100 + Int32(min(40, text.text.count)) + flags(text, item))
  }

  /// A row that tells of a digest, of a variable's value, or of all arguments so far.
  private static func told(_ text: HistoryText, _ item: ChainItem) -> PairFit {
    if let content = text.created.content {
      guard let copy = item.copy, copy.sources.map({ ($0 > 1) == (content == .multi) }) ?? true else { return .none }
      let flags = flags(text, item)
      if copy.destinations.contains(text.text) { return PairFit(kind: .partial, score: 90 + flags) }
      if let pattern = copy.destinationPattern, PatternMatch.matches(text.text, pattern) {
        return PairFit(kind: .partial, score: 60 + flags)
      }
      return .none
    }
    if text.isNameList { return PairFit(kind: .partial, score: 30) }
    guard let pattern = item.pattern, PatternMatch.matches(text.text, pattern) else { return .none }
    return PairFit(kind: .pattern, score: 60 + Int32(min(40, PatternMatch.literal(pattern))) + flags(text, item))
  }

  /// Flags that the row shows speak for or against a line; which ones it leaves out depends on the builder.
  private static func flags(_ text: HistoryText, _ item: ChainItem) -> Int32 {
    guard let copy = item.copy else { return 0 }
    var score: Int32 = 0
    for flag in text.created.flags {
      let known: [UInt8]?
      switch flag.name {
      case "chown": known = copy.chown
      case "chmod": known = copy.chmod
      case "from": known = copy.from
      default: continue
      }
      score += known == flag.value ? 4 : -20
    }
    return score
  }
}

extension PairFit.Kind: Comparable {
  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Texts as numbers: rows and items that share one are told by comparing numbers.
private struct TextIDs {
  private let rows: [Int32]
  private let items: [[Int32]]

  init(_ texts: ArraySlice<HistoryText>, _ chain: [ChainItem]) {
    var ids: [[UInt8]: Int32] = [:]
    rows = texts.map { text in
      guard text.created.keyword != nil, text.created.content == nil else { return -1 }
      if let id = ids[text.text] { return id }
      let id = Int32(ids.count)
      ids[text.text] = id
      return id
    }
    items = chain.map { item in item.texts.compactMap { ids[$0] } }
  }

  func isSame(_ row: Int, _ item: Int) -> Bool { rows[row] >= 0 && items[item].contains(rows[row]) }
}
