public import TareDockerfile
import TareOCI
public import TareOwners
public import TareReach
import TareTree

/// Which line of the Dockerfile put what into the image.
public struct Origins: Sendable {
  public let file: BuildFile
  public let alignment: HistoryAlignment
  /// By row of the image's table.
  public let rows: [Origin?]
  /// By package, the instruction that installed it or brought it.
  public private(set) var packages: [Origin?] = []
  private let analysis: Analysis
  private let tracing: StageTracing

  /// - Parameters:
  ///   - file: the image's, or one that is made of its history.
  ///   - target: the stage that was built, where that is known.
  public init(_ analysis: Analysis, _ file: BuildFile, environment: [String], target: String? = nil) {
    let history = analysis.weighing.rows.compactMap(\.record)
    let alignment = HistoryAlignment(history, file.dockerfile, target: target, environment: environment)
    self.init(analysis, file, alignment, environment: environment)
  }

  /// With an alignment that is known already.
  public init(_ analysis: Analysis, _ file: BuildFile, _ alignment: HistoryAlignment, environment: [String]) {
    self.file = file
    self.alignment = alignment
    self.analysis = analysis
    rows = Self.rows(analysis, file.dockerfile, alignment)
    tracing = StageTracing(analysis, file, alignment, environment: environment)
    let installing = Self.installingRows(analysis)
    packages = analysis.ownership.packages.indices.map { origin(ofPackage: Int32($0), row: installing[Int32($0)]) }
  }

  /// The instruction of a row that has a line.
  public func instruction(ofRow row: Int) -> Instruction? {
    rows[row].flatMap { instruction($0) }
  }

  /// The instruction that an origin speaks of.
  public func instruction(_ origin: Origin) -> Instruction? {
    let stage = file.dockerfile.stages[origin.stage]
    return origin.instruction < 0 ? stage.from : stage.instructions[origin.instruction]
  }

  /// Rows of the base come from the FROM of the lowest stage.
  private static func rows(_ analysis: Analysis, _ dockerfile: Dockerfile, _ alignment: HistoryAlignment) -> [Origin?] {
    let lowest = alignment.stages.first.map { dockerfile.stages[$0] }
    return analysis.weighing.rows.indices.map { row in
      if row < alignment.lines.count, let line = alignment.lines[row] {
        return Origin(
          stage: line.stage, instruction: line.instruction, lines: line.lines, stageName: dockerfile.stages[line.stage].name,
          confidence: line.confidence)
      }
      guard let lowest, let base = alignment.baseRows, row < base else { return nil }
      return Origin(
        stage: lowest.index, instruction: -1, lines: dockerfile.lines(of: lowest.from.range), stageName: lowest.name,
        confidence: alignment.baseConfidence)
    }
  }

  // MARK: Packages and files

  /// By package: the row of the layer that installed this version of it; a later chown may have written its files again.
  private static func installingRows(_ analysis: Analysis) -> [Int32: Int] {
    struct Name: Hashable {
      var ecosystem: Ecosystem
      var name: String
      var version: String?
    }
    var layers: [Name: Int] = [:]
    for (layer, changes) in analysis.ownership.changes.enumerated() {
      for change in changes.changes {
        layers[Name(ecosystem: change.ecosystem, name: change.name, version: change.after)] = layer
      }
    }
    var rows: [Int32: Int] = [:]
    for (number, owned) in analysis.ownership.packages.enumerated() {
      let name = Name(ecosystem: owned.package.ecosystem, name: owned.package.name, version: owned.package.version)
      if let layer = layers[name] { rows[Int32(number)] = analysis.weighing.rowOfLayer[layer] }
    }
    return rows
  }

  private func origin(ofPackage number: Int32, row installing: Int?) -> Origin? {
    let owned = analysis.ownership.packages[Int(number)]
    guard let row = installing ?? analysis.rowOfRecord(owned) else { return nil }
    return tracing.origin(ofPackage: number, at: rows[row]) ?? rows[row]
  }

  /// Of a file that a row brought; what a package owns comes from where the package comes from.
  public func origin(ofPath path: Int32, row: Int, owner: Owner) -> Origin? {
    guard let origin = rows[row] else { return nil }
    if case .package(let number) = owner, let traced = tracing.origin(ofPackage: number, at: origin) { return traced }
    return tracing.origin(ofPath: analysis.weighing.tree.paths.bytes(of: path), at: origin) ?? origin
  }

  /// Where somebody asked for a package by name: a word of an instruction, a line of a requirement file.
  public func declaration(ofPackage number: Int32) -> DeclarationPlace? { tracing.declaration(ofPackage: number) }
}

/// Where a package is asked for.
public struct DeclarationPlace: Sendable, Hashable {
  /// The Dockerfile, or a path in the build context or in the image.
  public var file: String
  public var line: Int
  /// As it stands there.
  public var text: String
  /// True for a path of the image.
  public var isInImage = false

  public init(file: String, line: Int, text: String, isInImage: Bool = false) {
    self.file = file
    self.line = line
    self.text = text
    self.isInImage = isInImage
  }
}

extension Analysis {
  /// The row of the layer that holds a package's record: of one without bytes.
  fileprivate func rowOfRecord(_ owned: OwnedPackage) -> Int? {
    let layer = weighing.tree.nodes[Int(owned.package.record)].layer
    return layer >= 0 ? weighing.rowOfLayer[Int(layer)] : nil
  }
}
