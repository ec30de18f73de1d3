import TareBytes
import TareFindings

extension PolicyNode {
  func budgets() throws(PolicyError) -> Policy.Budgets {
    let keys = try keys(PolicyKeys.budgets)
    var budgets = Policy.Budgets()
    if let node = keys["image"] { budgets.image = try node.size() }
    if let node = keys["dead"] { budgets.dead = try node.part() }
    if let node = keys["duplicates"] { budgets.duplicates = try node.part() }
    if let node = keys["removable"] { budgets.removable = try node.removable() }
    if let node = keys["layers"] { budgets.layers = try node.layers() }
    if let node = keys["packages"] { budgets.packages = try node.selected(PolicyKeys.package, .name) }
    if let node = keys["paths"] { budgets.paths = try node.selected(PolicyKeys.path, .path) }
    return budgets
  }

  func growth() throws(PolicyError) -> Policy.Growth {
    let keys = try keys(PolicyKeys.growth)
    var growth = Policy.Growth()
    if let node = keys["image"] { growth.image = try node.size(isGrowth: true) }
    if let node = keys["dead"] { growth.dead = try node.amount() }
    if let node = keys["removable"] { growth.removable = try node.amount() }
    if let node = keys["packages"] { growth.packages = try node.amount() }
    if let node = keys["package"] { growth.package = try node.amount() }
    return growth
  }

  /// An amount alone is of content.
  private func size(isGrowth: Bool = false) throws(PolicyError) -> SizeBudget {
    guard isMapping else { return SizeBudget(unpacked: isGrowth ? try amount() : try wholeAmount()) }
    let keys = try keys(PolicyKeys.size)
    var size = SizeBudget()
    if let node = keys["unpacked"] { size.unpacked = isGrowth ? try node.amount() : try node.wholeAmount() }
    if let node = keys["stored"] { size.stored = isGrowth ? try node.amount() : try node.wholeAmount() }
    return size
  }

  /// Of the image itself no share makes sense.
  private func wholeAmount() throws(PolicyError) -> Amount {
    let amount = try amount()
    guard case .bytes = amount.measure else { throw error("takes bytes: a share of the image is no limit of the image") }
    return amount
  }

  /// At most the whole.
  private func part() throws(PolicyError) -> Amount {
    guard !isMapping else { throw error("takes an amount alone; stored sizes are measured of the image and of layers") }
    let amount = try amount()
    if case .share(let millionths) = amount.measure, millionths > 1_000_000 {
      throw error("\(amount.text) is more than the image")
    }
    return amount
  }

  private func removable() throws(PolicyError) -> [Policy.Budgets.Removable] {
    guard isMapping || isNull else {
      throw error("takes the highest risk to count: \(PolicyKeys.removable.joined(separator: ", "))")
    }
    let keys = try keys(PolicyKeys.removable)
    var budgets: [Policy.Budgets.Removable] = []
    for level in Risk.Level.allCases {
      guard let node = keys[level.name] else { continue }
      let amount = try node.part()
      if let below = budgets.last, below.amount.isSurelyMore(than: amount) {
        throw node.error("\(amount.text) is less than \(below.amount.text) of \(below.level.name), which it includes")
      }
      budgets.append(Policy.Budgets.Removable(level: level, amount: amount))
    }
    return budgets
  }

  private func layers() throws(PolicyError) -> [Policy.Budgets.Layer] {
    var layers: [Policy.Budgets.Layer] = []
    for item in try items() {
      let layer = try item.layer()
      guard !layers.contains(where: { $0.selector == layer.selector }) else {
        throw item.error("there is a budget of the same layers above")
      }
      layers.append(layer)
    }
    return layers
  }

  private func layer() throws(PolicyError) -> Policy.Budgets.Layer {
    let keys = try keys(PolicyKeys.layer)
    let selectors = ["each", "layer", "line", "purpose"].filter { keys[$0] != nil }
    guard selectors.count == 1 else {
      throw error(
        selectors.isEmpty
          ? "says not which layers: each, layer, line or purpose" : "takes one of \(selectors.joined(separator: ", "))")
    }
    var size = SizeBudget(
      unpacked: try keys["at-most"].map { (node) throws(PolicyError) in try node.part() },
      stored: try keys["stored-at-most"].map { (node) throws(PolicyError) in try node.part() })
    let selector: Policy.Budgets.Layer.Selector
    if let each = keys["each"] {
      guard size.unpacked == nil else { throw each.error("each and at-most both say how much; leave one out") }
      size.unpacked = try each.part()
      selector = .each
    } else if let node = keys["layer"] {
      selector = .row(try node.number(from: 0))
    } else if let node = keys["line"] {
      selector = .line(try node.number(from: 1))
    } else {
      let node = keys["purpose"] ?? self
      let word = try node.word(of: Purpose.allCases.map(\.rawValue), as: "purpose")
      selector = .purpose(Purpose(rawValue: word) ?? .application)
    }
    guard size != SizeBudget() else { throw error("says not how much; add at-most or stored-at-most") }
    return Policy.Budgets.Layer(selector: selector, size: size, place: place)
  }

  private func selected(_ names: [String], _ kind: Glob.Kind) throws(PolicyError) -> [Policy.Budgets.Selected] {
    var budgets: [Policy.Budgets.Selected] = []
    for item in try items() {
      let keys = try item.keys(names)
      guard let pattern = keys[names[0]] else { throw item.error("has no \(names[0])") }
      guard let amount = keys[names[1]] else { throw item.error("says not how much; add \(names[1])") }
      let glob = kind == .path ? try pattern.pathGlob() : Glob(try pattern.text(), kind)
      guard !budgets.contains(where: { $0.glob == glob }) else {
        throw pattern.error("there is a budget of \(EscapedText.printable(glob.text)) above")
      }
      budgets.append(Policy.Budgets.Selected(glob: glob, amount: try amount.part()))
    }
    return budgets
  }
}

extension Amount {
  /// Whether this is more whatever the whole is.
  fileprivate func isSurelyMore(than other: Amount) -> Bool {
    switch (measure, other.measure) {
    case (.bytes(let one), .bytes(let other)), (.share(let one), .share(let other)): one > other
    default: false
    }
  }
}
