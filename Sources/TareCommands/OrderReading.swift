import Glibc
import TareBytes
import TareDockerfile
import TareFindings
import TareOrder
import TareOrigins
import TareReach

/// Reads the commits of the repository that a Dockerfile lies in while the image is weighed.
struct OrderReading {
  /// Enough to tell how a project changes. Of `tare order --commits` more may be asked.
  private static let commits = 200

  private let file: String
  private let history: Concurrently<Result<OrderHistory, OrderError>>

  /// Nil where no Dockerfile is there to be judged, and where the rule does not run.
  init?(_ options: OriginOptions, _ selection: FindingSet.Selection) {
    guard selection.chooses(CacheOrder()), let file = options.file ?? OriginOptions.foundName else { return nil }
    self.file = file
    let directory = options.directory(of: file)
    let name = file.split(separator: "/").last.map(String.init) ?? file
    history = Concurrently {
      Result { () throws(OrderError) in try OrderHistory(dockerfile: name, context: directory, commits: Self.commits) }
    }
  }

  /// What the commits say of the Dockerfile that the image was built from.
  func judged(_ origins: Origins?, _ analysis: Analysis) -> JudgedOrder {
    guard let origins, origins.file.choice != .reconstructed, origins.alignment.match != .other, origins.file.name == file else {
      return .unknown("no Dockerfile is given that the image was built from")
    }
    let dockerfile = origins.file.dockerfile
    var options = OrderOptions()
    options.sizes = origins.storedSizes(analysis)
    if let stage = origins.alignment.stages.last, stage != dockerfile.stages.count - 1 {
      guard let name = dockerfile.stages[stage].name else { return .unknown("the stage that was built has no name") }
      options.parameters.target = name
    }
    do {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      return .judged(try OrderJudge.judge(dockerfile, name: name, over: try history.value.get(), options: options))
    } catch {
      return .unknown("the order of \(EscapedText.printable(file)) cannot be judged: \(error)")
    }
  }
}

extension Origins {
  /// Bytes as stored of the layer that each instruction made.
  func storedSizes(_ analysis: Analysis) -> [InstructionPlace: Int] {
    var sizes: [InstructionPlace: Int] = [:]
    for row in analysis.weighing.rows {
      guard let origin = rows[row.index], origin.instruction >= 0, row.layer != nil, let stored = row.stored else { continue }
      sizes[InstructionPlace(stage: origin.stage, index: origin.instruction)] = stored
    }
    return sizes
  }
}
