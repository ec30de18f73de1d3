/// The best way to lay rows and instructions side by side, both in their order.
///
/// Rows before the first pair cost nothing, for those are the base's; every other row or instruction without a partner costs
/// a little. For each pair the table also knows what the best alignment without it is worth: how far apart the two are is how
/// well the pair is founded.
struct AlignmentTable {
  let score: Int32
  /// By row: the item, or nil.
  let partner: [Int?]
  /// By row with a partner: what is lost when it goes to any other item, or to none.
  let margin: [Int32]

  private static let never = Int32.min / 4

  /// - Parameter firstRowIsOwn: the rows hold nothing of the base.
  init(_ fits: FitTable, _ chain: [ChainItem], firstRowIsOwn: Bool) {
    let (rows, items) = (fits.rows, fits.items)
    let width = items + 1
    let itemCost = chain.map { $0.isOptional ? 0 : PairFit.gap }
    // forward[r, i]: rows before r and items before i are dealt with. backward likewise for those from r and i on.
    var forward = Array(repeating: Int32(0), count: (rows + 1) * width)
    var backward = forward
    for row in 0...rows {
      for item in 0...items where row > 0 || item > 0 {
        var best = Self.never
        if item > 0 { best = forward[row * width + item - 1] - itemCost[item - 1] }
        // Below the first item rows are the base's.
        if row > 0 { best = max(best, forward[(row - 1) * width + item] - (item == 0 && !firstRowIsOwn ? 0 : PairFit.gap)) }
        if row > 0, item > 0, case let fit = fits[row - 1, item - 1], fit.kind != .none {
          best = max(best, forward[(row - 1) * width + item - 1] + fit.score)
        }
        forward[row * width + item] = best
      }
    }
    for row in stride(from: rows, through: 0, by: -1) {
      for item in stride(from: items, through: 0, by: -1) where row < rows || item < items {
        var best = Self.never
        if item < items { best = backward[row * width + item + 1] - itemCost[item] }
        if row < rows {
          best = max(best, backward[(row + 1) * width + item] - (item == 0 && !firstRowIsOwn ? 0 : PairFit.gap))
        }
        if row < rows, item < items, case let fit = fits[row, item], fit.kind != .none {
          best = max(best, backward[(row + 1) * width + item + 1] + fit.score)
        }
        backward[row * width + item] = best
      }
    }
    score = forward[rows * width + items]
    var partner: [Int?] = Array(repeating: nil, count: rows)
    var margin = Array(repeating: Int32(0), count: rows)
    var (row, item) = (rows, items)
    while row > 0, item > 0 {
      let here = forward[row * width + item]
      let fit = fits[row - 1, item - 1]
      if fit.kind != .none, here == forward[(row - 1) * width + item - 1] + fit.score {
        row -= 1
        item -= 1
        partner[row] = item
      } else if here == forward[row * width + item - 1] - itemCost[item - 1] {
        item -= 1
      } else {
        row -= 1
      }
    }
    for row in 0..<rows {
      guard let chosen = partner[row] else { continue }
      var other = Self.never
      for item in 0...items {
        let cost = item == 0 && !firstRowIsOwn ? 0 : PairFit.gap
        other = max(other, forward[row * width + item] - cost + backward[(row + 1) * width + item])
        if item < items, item != chosen, case let fit = fits[row, item], fit.kind != .none {
          other = max(other, forward[row * width + item] + fit.score + backward[(row + 1) * width + item + 1])
        }
      }
      margin[row] = score - other
    }
    self.partner = partner
    self.margin = margin
  }
}
