import TareBytes
import TareELF
import TareOwners

/// Code for GPUs, by the architecture that it is made for.
///
/// A CUDA library holds the same kernels once for each generation of GPUs that it supports: `sm_75` for Turing, `sm_80` for
/// Ampere, `sm_90` for Hopper. One GPU uses one of them. What is there is read from the library's own headers.
///
/// For a service that runs on one sort of GPU, `--intent sm_90` tells how much of it that GPU can use. To ship only that
/// means to build the libraries oneself (`TORCH_CUDA_ARCH_LIST=9.0` for torch); NVIDIA's own come as they are. So this
/// is information, and claims nothing. Libraries with code that each GPU in question can use in full are no finding.
struct GPUArchitectures: Rule {
  static let name = "gpu-architectures"
  static let family = RuleFamily.machineLearning
  static let summary = "Code for GPUs by architecture, and what one of them would use"

  private struct Key: Hashable {
    var architecture: Int
    var isText: Bool
  }

  func findings(in context: RuleContext) throws -> RuleOutcome {
    var libraries: [(content: Int32, code: FatBinary)] = []
    var unknown = 0
    for (content, image) in context.ownership.binaries.images.sorted(by: { $0.key < $1.key }) {
      guard let section = image.contentRange(of: ".nv_fatbin") else { continue }
      guard let code = try FatBinary(section: section, read: { try context.bytes(of: content, in: $0) }) else {
        unknown += 1
        continue
      }
      if !code.shares.isEmpty { libraries.append((content, code)) }
    }
    guard !libraries.isEmpty else {
      return .nothing(
        because: unknown > 0
          ? "the code for GPUs of \(context.counted(unknown, "library", "libraries")) cannot be read again from a compressed layer"
          : "no library holds code for NVIDIA's GPUs")
    }
    let targets = Self.targets(libraries, context)
    let total = libraries.reduce(0) { $0 + $1.code.shares.reduce(0) { $0 + $1.bytes } }
    if targets.allSatisfy({ target in libraries.reduce(0) { $0 + Self.bytes(usableBy: target, of: $1.code) } == total }) {
      let names = targets.map { "sm_\($0)" }
      return .nothing(
        because: names.isEmpty
          ? "the libraries hold code for GPUs as text alone (\(context.size(total)))"
          : "all code for GPUs (\(context.size(total))) is for \(context.listed(names))")
    }
    return .findings([finding(libraries, targets, context)])
  }

  /// The GPUs that the owner names; without a word from him all that there is machine code for.
  private static func targets(_ libraries: [(content: Int32, code: FatBinary)], _ context: RuleContext) -> [Int] {
    let wanted = context.intents.compactMap(architecture).sorted()
    if !wanted.isEmpty { return wanted }
    return Set(libraries.flatMap(\.code.shares).filter { $0.kind != .ptx }.map(\.architecture)).sorted()
  }

  private func finding(
    _ libraries: [(content: Int32, code: FatBinary)], _ targets: [Int], _ context: RuleContext
  ) -> Finding {
    var sums: [Key: Int] = [:]
    for share in libraries.flatMap(\.code.shares) {
      sums[Key(architecture: share.architecture, isText: share.kind == .ptx), default: 0] += share.bytes
    }
    let total = sums.values.reduce(0, +)
    let machine = sums.filter { !$0.key.isText }.sorted { $0.key.architecture < $1.key.architecture }
    let text = sums.filter(\.key.isText).values.reduce(0, +)
    var lines = ["machine code: " + machine.map { "sm_\($0.key.architecture) \(context.size($0.value))" }.joined(separator: ", ")]
    if text > 0 { lines.append("assembly text that the driver can translate (PTX): \(context.size(text))") }
    let uses = targets.map { target in
      "sm_\(target) \(context.size(libraries.reduce(0) { $0 + Self.bytes(usableBy: target, of: $1.code) }))"
    }
    lines.append("of \(context.size(total)) one GPU can use at most: \(uses.joined(separator: ", "))")
    let largest = context.largest(libraries.map(\.content), limit: 2)
    let contents = libraries.map(\.content)
    var finding = Finding(
      key: "all",
      title:
        "Code for \(context.counted(machine.count, "GPU architecture")) in "
        + context.counted(libraries.count, "library", "libraries"),
      claim: Claim(), evidence: lines + largest, effort: .redesign,
      risk: Risk(.high, "on a GPU that the libraries were not built for they fail, or translate for minutes at their first start"),
      fixes: [
        Finding.Fix(
          "build torch and its extensions for the GPUs in use (`TORCH_CUDA_ARCH_LIST`); NVIDIA's own libraries come as they are")
      ],
      rows: context.rowsToChange(contents))
    finding.severityOfItsOwn = .info
    return finding
  }

  /// `sm_90`, `sm_90a`: 90.
  private static func architecture(_ intent: String) -> Int? {
    guard intent.hasPrefix("sm_") else { return nil }
    return Int(intent.dropFirst(3).prefix { $0.isNumber })
  }

  /// What the loader can pick for a GPU: machine code of its own generation and not newer, of which it takes the nearest
  /// for each kernel; where a library has none of these, text to translate.
  private static func bytes(usableBy target: Int, of code: FatBinary) -> Int {
    let machine = code.shares.filter { $0.kind != .ptx && $0.architecture / 10 == target / 10 && $0.architecture <= target }
    let shares = machine.isEmpty ? code.shares.filter { $0.kind == .ptx && $0.architecture <= target } : machine
    return shares.reduce(0) { $0 + $1.bytes }
  }
}
