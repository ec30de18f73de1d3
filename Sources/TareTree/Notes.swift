import TareArchive
import TareBytes
import TareLayers
import TareOCI
import TareSource

/// What a careful reader of the account should know besides.
struct Notes {
  private let image: LoadedImage<LayerScan>
  private let rows: [HistoryRow]
  private let rowOfLayer: [Int]
  private let tree: MergedTree

  init(_ image: LoadedImage<LayerScan>, _ rows: [HistoryRow], _ rowOfLayer: [Int], _ tree: MergedTree) {
    self.image = image
    self.rows = rows
    self.rowOfLayer = rowOfLayer
    self.tree = tree
  }

  var all: [Weighing.Note] { counts + layers + merge }

  /// Numbers that should agree and do not.
  private var counts: [Weighing.Note] {
    var notes: [Weighing.Note] = []
    let history = image.config.history ?? []
    let withLayer = history.count { !$0.isEmpty }
    let layers = image.layers.count
    if history.isEmpty, layers > 0 {
      notes.append(.init(text: "the image has no history: nothing says which instruction made a layer"))
    } else if withLayer != layers {
      notes.append(
        .init(
          text: "the history speaks of \(withLayer) layers and the image has \(layers): "
            + "they are matched in order, which may be wrong"))
    }
    if image.config.diffIDs.count != layers {
      notes.append(
        .init(text: "the config lists \(image.config.diffIDs.count) diffIDs for \(layers) layers: those missing are not checked"))
    }
    return notes
  }

  private var layers: [Weighing.Note] {
    image.layers.enumerated().flatMap { index, layer -> [Weighing.Note] in
      let row = rowOfLayer[index]
      guard let scan = layer.scan else {
        return [.init(layer: row, text: "the layer is absent: nothing is known of its files, nor of what it hides below")]
      }
      var notes: [Weighing.Note] = []
      if let type = layer.mediaType, let promised = type.layerCompression, promised != scan.compression.rawValue {
        let found = scan.compression == .none ? "not compressed" : "compressed with \(scan.compression.rawValue)"
        notes.append(
          .init(layer: row, text: "the media type \(EscapedText.printable(type.rawValue)) is wrong: the layer is \(found)"))
      }
      for oddity in LayerScan.Oddity.allCases {
        guard let found = scan.oddities[oddity] else { continue }
        notes.append(.init(layer: row, text: text(of: oddity, found)))
      }
      return notes
    }
  }

  private func text(of oddity: LayerScan.Oddity, _ found: LayerScan.Occurrences) -> String {
    let names = counted(found.count, "name", first: found.first)
    return switch oddity {
    case .parentReference: "\(names) with \"..\", taken from the root at most"
    case .nulByte: "\(names) with a NUL byte, which no file system can hold"
    case .hugeHoles:
      "\(counted(found.count, "sparse file", first: found.first)) with holes too large to compare: taken for unlike all others"
    case .emptyWhiteout: "\(counted(found.count, "whiteout", first: found.first)) of nothing, without effect"
    }
  }

  private var merge: [Weighing.Note] {
    MergedTree.Oddity.allCases.compactMap { oddity in
      guard let found = tree.oddities[oddity] else { return nil }
      let first = tree.paths.bytes(of: found.path)
      let text =
        switch oddity {
        case .namedTwice: "\(counted(found.count, "path", first: first)) named twice in one layer: the last one counts"
        case .danglingHardLink: "\(counted(found.count, "hard link", first: first)) to what is not there: weighed as nothing"
        case .linkBelow:
          "\(counted(found.count, "hard link", first: first)) to a file of a lower layer, whose content they keep live"
        case .namedRoot:
          "\(counted(found.count, "file", first: first)) in the place of the root directory: it can be nowhere, and is dead"
        case .throughSymbolicLink:
          "files placed through the symbolic link \(EscapedText.printable(first)), as umoci does; "
            + "Docker's overlay2 makes a directory in its place"
        case .parentReplaced: "\(counted(found.count, "path", first: first)) was no directory and gave way to one"
        }
      return Weighing.Note(layer: rowOfLayer[Int(found.layer)], text: text)
    }
  }

  private func counted(_ count: Int, _ noun: String, first: [UInt8]) -> String {
    let name = EscapedText.printable(first)
    return count == 1 ? "1 \(noun) (\(name))" : "\(Quantity.count(count)) \(noun)s (the first: \(name))"
  }
}
