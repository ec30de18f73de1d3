import TareDockerfile
import TareOwners
public import TareReach
import TareTree

/// What one instruction of the Dockerfile weighs in the image.
public struct InstructionWeight: Sendable {
  /// Rows of the image's table that it made; those of the base for a FROM.
  public var rows: [Int] = []
  /// Bytes of the blobs of their layers; nil where one is absent.
  public var stored: Int? = 0
  /// Bytes of content of their layers; nil where one is absent.
  public var unpacked: Int? = 0
  public var live: Int? = 0
  public var dead: Int? = 0
  /// Live bytes that were made here and came into the image by a COPY of another stage.
  public var traced = 0
  /// Lines of those COPYs.
  public var through: [ClosedRange<Int>] = []
  /// Packages that it installed or copied, the heaviest first, with all their live bytes, whichever layer holds them now.
  public var packages: [(package: Int32, bytes: Int)] = []
}

extension Origins {
  /// By stage and instruction (-1 for its FROM); only those that put something into the image.
  public struct Key: Hashable, Sendable {
    public var stage: Int
    public var instruction: Int

    public init(stage: Int, instruction: Int) {
      self.stage = stage
      self.instruction = instruction
    }
  }

  public func weights(_ analysis: Analysis) -> [Key: InstructionWeight] {
    let weighing = analysis.weighing
    var weights: [Key: InstructionWeight] = [:]
    for (row, origin) in zip(weighing.rows, rows) {
      guard let origin else { continue }
      var weight = weights[Key(origin), default: InstructionWeight()]
      weight.rows.append(row.index)
      if row.layer != nil {
        weight.stored = sum(weight.stored, row.stored)
        weight.unpacked = sum(weight.unpacked, row.unpacked)
        weight.live = sum(weight.live, row.live)
        weight.dead = sum(weight.dead, row.dead)
      }
      weights[Key(origin)] = weight
    }
    var packages: [Key: [Int32: Int]] = [:]
    for (index, content) in weighing.tree.contents.enumerated() where content.isLive {
      let row = weighing.rowOfLayer[Int(content.location.layer)]
      let owner = analysis.ownership.owners[index]
      guard let origin = origin(ofPath: weighing.home(of: Int32(index)), row: row, owner: owner) else { continue }
      if let through = origin.through {
        weights[Key(origin), default: InstructionWeight()].traced += content.size
        if !weights[Key(origin)]!.through.contains(through) { weights[Key(origin)]!.through.append(through) }
      }
    }
    for (number, owned) in analysis.ownership.packages.enumerated() where owned.own > 0 {
      if let origin = self.packages[number] { packages[Key(origin), default: [:]][Int32(number)] = owned.own }
    }
    for (key, bytes) in packages {
      weights[key, default: InstructionWeight()].packages = bytes.map { (package: $0.key, bytes: $0.value) }
        .sorted { ($0.bytes, $1.package) > ($1.bytes, $0.package) }
      weights[key]?.through.sort { $0.lowerBound < $1.lowerBound }
    }
    return weights
  }

  private func sum(_ left: Int?, _ right: Int?) -> Int? { left.flatMap { left in right.map { left + $0 } } }
}

extension Origins.Key {
  init(_ origin: Origin) { self.init(stage: origin.stage, instruction: origin.instruction) }
}
