import TareBytes
public import TareLayers
public import TareOCI
public import TareOrigins
public import TareOwners
public import TareReach
public import TareSource
public import TareTree

/// What rules look at: all that is known of an image, and what several of them need of it, worked out once.
public final class RuleContext: Sendable {
  public let analysis: Analysis
  /// How a container of the image runs.
  public let config: RunConfig?
  /// The lines that it came from; nil without a Dockerfile.
  public let origins: Origins?
  public let table: ClaimTable
  /// What the owner said the image is for: `cpu`, `gpu`, `sm_90`.
  public let intents: Set<String>
  /// The record of the wheel that would stand in for torch, where the owner gave one.
  public let cpuWheelOfTorch: WheelRecord?
  /// How the order of the Dockerfile's instructions fared over the commits of its repository.
  public let order: JudgedOrder
  let reader: ContentReader
  private let byOwner = Shared<[Int32: [Int32]]>()
  private let byName = Shared<[String: [Int32]]>()
  private let hidden = Shared<[Int32: [Int32]]>()
  private let kept = Shared<[ContentHash: Int32]>()
  /// For the rules on layers.
  let deadContents = Shared<[DeadContents]>()
  let equalFiles = Shared<EqualFiles>()

  public init(
    _ analysis: Analysis, _ image: LoadedImage<LayerScan>, origins: Origins? = nil, intents: Set<String> = [],
    cpuWheelOfTorch: WheelRecord? = nil, order: JudgedOrder = .none
  ) {
    self.analysis = analysis
    self.intents = intents
    self.cpuWheelOfTorch = cpuWheelOfTorch
    self.order = order
    self.origins = origins
    config = image.config.config
    reader = ContentReader(image)
    table = ClaimTable(analysis.weighing, baseLayers: analysis.ownership.base.layers)
  }

  public var weighing: Weighing { analysis.weighing }
  public var tree: MergedTree { analysis.weighing.tree }
  public var paths: PathTable { analysis.weighing.tree.paths }
  public var ownership: Ownership { analysis.ownership }
  public var reach: Reach { analysis.reach }

  /// Bytes of content of all layers.
  public var imageBytes: Int { weighing.rows.reduce(0) { $0 + ($1.unpacked ?? 0) } }

  /// The layers that wrote what a later one hid at this path.
  func layersHidden(at path: Int32) -> [Int32] {
    let all = hidden.value { tree.hidden.reduce(into: [:]) { $0[$1.path, default: []].append($1.layer) } }
    return all[path] ?? []
  }

  // MARK: Packages

  /// Their numbers in `ownership.packages`.
  /// - Parameter name: as the ecosystem shows it; several versions or environments may have one of that name.
  public func packages(named name: String, in ecosystem: Ecosystem) -> [Int32] {
    let all = byName.value {
      var numbers: [String: [Int32]] = [:]
      for (number, owned) in ownership.packages.enumerated() { numbers[owned.package.name, default: []].append(Int32(number)) }
      return numbers
    }
    return (all[name] ?? []).filter { package($0).ecosystem == ecosystem }
  }

  public func package(_ number: Int32) -> Package { ownership.packages[Int(number)].package }

  /// The live contents that a package owns, ascending.
  public func contents(ofPackage number: Int32) -> [Int32] {
    let all = byOwner.value {
      var contents: [Int32: [Int32]] = [:]
      for (content, owner) in ownership.owners.enumerated() {
        if case .package(let package) = owner { contents[package, default: []].append(Int32(content)) }
      }
      return contents
    }
    return all[number] ?? []
  }

  /// Whom the content at a path belongs to; nil where there is none.
  public func owner(of path: Int32) -> Owner? { ownership.owner(of: path, in: weighing) }

  // MARK: Reading

  /// A small content as a whole; nil where it is larger than `limit` bytes, or can no longer be had: of compressed layers
  /// only what was caught as it passed.
  public func bytes(of content: Int32, limit: Int = 1 << 20) throws -> [UInt8]? {
    let wanted = tree.contents[Int(content)]
    if let bytes = try reader.contents(of: wanted.location, limit: limit) { return bytes }
    // An equal one will do: of a project and its installed copy only one is caught.
    guard wanted.size <= limit, let hash = wanted.hash, let twin = keptByHash[hash] else { return nil }
    return try reader.contents(of: tree.contents[Int(twin)].location, limit: limit)
  }

  /// Contents of compressed layers that were caught as a whole.
  private var keptByHash: [ContentHash: Int32] {
    kept.value {
      var kept: [ContentHash: Int32] = [:]
      for (number, content) in tree.contents.enumerated() {
        guard let hash = content.hash, kept[hash] == nil,
          weighing.scans[Int(content.location.layer)]?.caught[content.location.entry]?.ranges == [0..<content.size]
        else { continue }
        kept[hash] = Int32(number)
      }
      return kept
    }
  }

  /// Whether a source of an installed package was looked at as it passed, and cannot import any tests.
  func hasNothingToRead(_ content: Int32) -> Bool { reader.wasPassedOver(tree.contents[Int(content)].location) }

  /// Bytes of a range of a content; nil where they cannot be had.
  public func bytes(of content: Int32, in range: Range<Int>) throws -> [UInt8]? {
    try reader.bytes(of: tree.contents[Int(content)].location, in: range)
  }
}
