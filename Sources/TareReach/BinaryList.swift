public import TareELF
public import TareLayers
public import TareOwners
import TareTree

/// The ELF files of an image with what they are made of.
public struct BinaryList: Sendable {
  public struct Row: Sendable {
    public var path: Int32
    public var content: Int32
    public var image: ELFImage
    public var owner: Owner
    /// Binaries that load it.
    public var users: Int
    /// GPU code by architecture; nil where it was not asked for, or cannot be had.
    public var gpu: FatBinary?

    public var weights: ELFWeights { image.weights }
    /// Whether other programs may load it rather than run it.
    public var isLibrary: Bool {
      image.type == .shared && image.hasInterpreter == false && !(image.dynamic?.isPositionIndependentProgram ?? false)
    }
  }

  /// Bytes by kind over all rows; nil where some file did not say.
  public struct Totals: Sendable, Equatable {
    public var files = 0
    public var bytes = 0
    public var code: Int? = 0
    public var data: Int? = 0
    public var symbols: Int? = 0
    public var debug: Int? = 0
    public var gpuCode: Int? = 0
    public var relocatableGPUCode: Int? = 0
  }

  /// Heaviest first.
  public var rows: [Row]

  public var totals: Totals {
    rows.reduce(into: Totals()) { totals, row in
      totals.files += 1
      totals.bytes += row.image.size
      func add(_ total: WritableKeyPath<Totals, Int?>, _ value: Int?) {
        totals[keyPath: total] = totals[keyPath: total].flatMap { sum in value.map { sum + $0 } }
      }
      add(\.code, row.weights.code)
      add(\.data, row.weights.data)
      add(\.symbols, row.weights.symbols)
      add(\.debug, row.weights.debug)
      add(\.gpuCode, row.weights.gpuCode)
      add(\.relocatableGPUCode, row.weights.relocatableGPUCode)
    }
  }
}

extension Analysis {
  /// - Parameter directory: only what lies there; nil for the whole image.
  public func binaries(in directory: Int32? = nil) -> BinaryList {
    let rows = ownership.binaries.images.map { content, image in
      BinaryList.Row(
        path: weighing.home(of: content), content: content, image: image, owner: ownership.owners[Int(content)],
        users: reach.libraries.users[content]?.count ?? 0)
    }
    .filter { row in directory.map { weighing.tree.paths.lies(row.path, in: $0) } ?? true }
    return BinaryList(rows: rows.sorted { ($0.image.size, $1.path) > ($1.image.size, $0.path) })
  }
}

extension BinaryList {
  /// Looks into the GPU code of each, by the headers of its parts.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  public mutating func readGPUCode(_ analysis: Analysis, _ reader: ContentReader) throws {
    for index in rows.indices {
      let content = analysis.weighing.tree.contents[Int(rows[index].content)]
      guard let section = rows[index].image.contentRange(of: ".nv_fatbin") else { continue }
      rows[index].gpu = try FatBinary(section: section) { try reader.bytes(of: content.location, in: $0) }
    }
  }
}
