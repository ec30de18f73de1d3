import TareBytes
import TareFindings
import TareOwners
import TareTree

/// The image under judgement: its figures, all known, and where to begin with any of them.
struct Subject {
  let examination: Examination
  let unpacked: Int
  let stored: Int
  let dead: Int

  var context: RuleContext { examination.context }
  var weighing: Weighing { examination.analysis.weighing }
  var findings: [Finding] { examination.findings.findings }

  init(_ examination: Examination) throws(GateError) {
    let totals = examination.analysis.weighing.totals
    guard let unpacked = totals.unpacked, let stored = totals.stored, let dead = totals.dead else {
      throw GateError("a layer of the image is absent, so its sizes are not known; save the image with all its layers")
    }
    self.examination = examination
    self.unpacked = unpacked
    self.stored = stored
    self.dead = dead
  }

  /// What a registry would hold: known only where layers are compressed.
  func needsStored(_ name: String) throws(GateError) {
    let plain = weighing.rows.first { row in
      guard let layer = row.layer, row.unpacked ?? 0 > 0 else { return false }
      return weighing.scans[layer].map { $0.compression == .none } ?? false
    }
    guard let plain else { return }
    throw GateError(
      "\(name): layer \(plain.index) is not compressed, so what a registry would store is not known; check the pushed image "
        + "(skopeo copy makes an OCI layout of it), or budget unpacked bytes")
  }

  // MARK: Where to begin

  /// Where to begin with what a check says.
  struct Advice {
    var rows: [Int] = []
    var finding: Finding?

    var fix: String? { finding?.fixes.first?.text }
  }

  /// The finding that counts and takes most; a safe one before it where that takes at least half as much.
  func heaviest(where isMeant: (Finding) -> Bool = { _ in true }, by bytes: (Finding) -> Int = { $0.added }) -> Finding? {
    let candidates = findings.filter { $0.counts && bytes($0) > 0 && isMeant($0) }
    func best(_ list: [Finding]) -> Finding? { list.max { (bytes($0), $1.id) < (bytes($1), $0.id) } }
    guard let heaviest = best(candidates), let safe = best(candidates.filter({ $0.risk.level <= .low })) else {
      return best(candidates)
    }
    return bytes(safe) >= bytes(heaviest) / 2 ? safe : heaviest
  }

  func advice(_ finding: Finding?, rows: [Int] = []) -> Advice {
    Advice(rows: rows.isEmpty ? finding?.rows ?? [] : rows, finding: finding)
  }

  /// For bytes of these contents.
  func advice(contents: Set<Int32>, rows: [Int]) -> Advice {
    advice(
      heaviest {
        context.claimedBytes(of: $0, among: contents) > 0
      } by: {
        context.claimedBytes(of: $0, among: contents)
      }, rows: rows)
  }

  /// For the bytes of these layers.
  func advice(rows: [Int]) -> Advice {
    var bytes: [String: Int] = [:]
    for row in rows {
      for drop in examination.verdicts.layers[row].drops { bytes[findings[drop.finding].id, default: 0] += drop.bytes }
    }
    return advice(
      heaviest {
        bytes[$0.id] != nil
      } by: {
        bytes[$0.id] ?? 0
      }, rows: rows)
  }

  /// Rows of the layers that hold these contents, the heaviest first.
  func rows(holding contents: some Sequence<Int32>) -> [Int] {
    var sums: [Int: Int] = [:]
    for content in contents {
      let place = weighing.tree.contents[Int(content)]
      sums[weighing.rowOfLayer[Int(place.location.layer)], default: 0] += place.size
    }
    return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }
}
