import ArgumentParser
import Glibc
import TareBytes
import TareFindings
import TareGate
import TareLayers

/// Which policy file holds.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The policy. Default: ./.tare.yaml, else .tare.yaml beside the Dockerfile that -f names; none is no error.", valueName: "file"
    ))
  var config: String?

  static let fileName = ".tare.yaml"
  private static let limit = 1 << 20

  /// The policy file; nil where none is named and none is there.
  /// - Throws: `CommandError` for a file that cannot be read, `PolicyError` for one that says what it cannot.
  func read(beside dockerfile: String?) throws -> Policy? {
    guard let name = config ?? Self.found(beside: dockerfile) else { return nil }
    return try Policy(parsing: Self.bytes(name), named: name)
  }

  static func bytes(_ name: String, as what: String = "a policy", limit: Int = Self.limit) throws -> [UInt8] {
    let shown = EscapedText.printable(name)
    guard access(name, R_OK) == 0 else { throw CommandError("\(shown): \(String(cString: strerror(errno)))") }
    guard let bytes = BuildDirectory.read(name, limit: limit) else {
      throw CommandError("\(shown): cannot be read as \(what); it is a directory, or larger than \(limit >> 20) MiB")
    }
    return bytes
  }

  private static func found(beside dockerfile: String?) -> String? { found(fileName, beside: dockerfile) }

  /// A file where the command runs, else where the Dockerfile lies.
  static func found(_ name: String, beside dockerfile: String?) -> String? {
    var names = [name]
    if let dockerfile, let slash = dockerfile.lastIndex(of: "/") { names.append(String(dockerfile[...slash]) + name) }
    return names.first { access($0, F_OK) == 0 }
  }
}

extension RuleChoice {
  /// The policy with what the command line says: its `--only` and `--intent` stand in place of the policy's, `--skip` is added.
  func joined(with policy: Policy?) -> Policy {
    var joined = policy ?? Policy()
    let choice = selection
    if !choice.only.isEmpty { joined.only = choice.only.sorted() }
    joined.skip += choice.skip.subtracting(joined.skip).sorted()
    if !choice.only.isEmpty { joined.skip.removeAll { choice.only.contains($0) && !choice.skip.contains($0) } }
    if !intents.isEmpty { joined.intents = intents }
    return joined
  }
}

extension ImageOptions {
  /// Reads the image, and says of it what rules and policy have to say.
  /// - Parameter policy: what the command line says is in it already.
  func examine(_ dockerfile: OriginOptions, _ rules: RuleChoice?, _ policy: Policy, on day: CalendarDay) throws -> Examination {
    let wheel = try rules?.cpuWheel.map(CPUWheel.read)
    let commits = OrderReading(dockerfile, policy.selection)
    let examination = try analyse { image in
      let (analysis, origins) = try Self.traced(image, dockerfile)
      return try Examination(
        analysis, image, origins: origins, intents: policy.intents, selection: policy.selection, cpuWheelOfTorch: wheel,
        order: commits?.judged(origins, analysis) ?? .none
      ) { policy.reason(for: $0, in: $1, on: day) }
    }
    if let name = rules?.cpuWheel, let misfit = examination.context.cpuWheelMisfit { throw CPUWheel.error(name, misfit) }
    return examination
  }
}
