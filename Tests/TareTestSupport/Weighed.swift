public import TareFindings
public import TareLayers
import TareOwners
public import TareReach
public import TareSource
public import TareTree

/// Weighing in a test: an image from memory, the numbers by path.
public struct Weighed {
  public let analysis: Analysis
  public let image: LoadedImage<LayerScan>
  public var weighing: Weighing { analysis.weighing }

  public init(_ builder: ImageBuilder) throws { try self.init(archive: builder.dockerArchive()) }

  public init(archive: [UInt8], selecting selection: ImageSelection = ImageSelection(), verify: Bool = false) throws {
    let folder = TemporaryFolder()
    try self.init(path: folder.write(archive, as: "image.tar"), selecting: selection, verify: verify)
  }

  public init(path: String, selecting selection: ImageSelection = ImageSelection(), verify: Bool = false) throws {
    image = try LayerLoader.load(
      .path(path), selecting: selection, verify: verify, catching: PackageCatching(others: RuleFiles.wants))
    analysis = try Analysis(image)
  }

  public func examination(
    intents: Set<String> = [], selection: FindingSet.Selection = FindingSet.Selection()
  ) throws -> Examination {
    try Examination(analysis, image, intents: intents, selection: selection)
  }

  public func path(_ number: Int32) -> String { String(decoding: weighing.path(number), as: UTF8.self) }

  /// `path bytes writer>killer cause`, by path.
  public var dead: [String] {
    weighing.dead.map { "\(path($0.path)) \($0.bytes) \($0.writer)>\($0.killer) \($0.cause.name)" }.sorted()
  }

  /// Non-directory paths of the final tree with their logical sizes.
  public var files: [String: Int] {
    var files: [String: Int] = [:]
    for (number, node) in weighing.tree.nodes.enumerated() where node.exists && node.kind != .directory {
      files[path(Int32(number))] = node.content >= 0 ? weighing.tree.contents[Int(node.content)].size : 0
    }
    return files
  }

  /// Directories of the final tree but for the root.
  public var directories: [String] {
    weighing.tree.nodes.enumerated().dropFirst().filter { $1.exists && $1.kind == .directory }
      .map { path(Int32($0.offset)) }.sorted()
  }

  /// `bytes: path@row, …`.
  public var duplicates: [String] {
    weighing.duplicates.map { group in
      "\(group.bytes): " + group.copies.map { "\(path($0.path))@\($0.layer)" }.joined(separator: ", ")
    }
  }

  public var notes: [String] { weighing.notes.map { ($0.layer.map { "\($0): " } ?? "") + $0.text } }
}
