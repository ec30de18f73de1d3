import TareBytes
import TareOwners

/// A PyTorch built for CUDA in an image that shows no sign of ever running on a GPU.
///
/// On Linux `pip install torch` brings the build for NVIDIA's GPUs, and with it gigabytes of libraries that a container
/// without a GPU loads at best and never uses. There is a build of every version without them.
///
/// Only you know whether the image is to run on GPUs, so the finding counts when you say `--intent cpu`, and goes with
/// `--intent gpu`. It is not made where the image says so by itself: variables such as `NVIDIA_VISIBLE_DEVICES`, a CUDA
/// toolkit, or code of the application that asks for "cuda" without first asking whether there is one.
///
/// Install from PyTorch's own index: `pip install torch --index-url https://download.pytorch.org/whl/cpu`, with torchvision
/// and torchaudio of the same index. With uv, name that index in `tool.uv.sources`.
///
/// The claim is a lower bound: the distributions that only torch needs for GPUs. Torch's own libraries for CUDA go too, and
/// in turn the CPU build has some of the others in a larger size; what that comes to only the record of its wheel tells. Give
/// it with `--cpu-wheel FILE`, the wheel as `pip download` brings it or the `RECORD` in it, and the claim is exact.
struct CUDAWithoutGPU: Rule {
  static let name = "cuda-without-gpu"
  static let family = RuleFamily.machineLearning
  static let summary = "A PyTorch built for CUDA in an image without a sign of a GPU"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let builds = context.cudaBuilds
    guard !builds.isEmpty else { return .nothing(because: "there is no PyTorch built for CUDA") }
    if let intent = context.ownerWantsGPU {
      return .nothing(because: "the owner says that the image is for GPUs (--intent \(EscapedText.printable(intent)))")
    }
    let intent = try GPUIntent(context)
    if let sign = intent.signs.first, !context.intents.contains("cpu") {
      return .nothing(because: "the image is made for GPUs: \(sign)")
    }
    let wheel = context.cpuWheelOfTorch
    return .findings(
      builds.map { build in
        finding(build, intent, wheel.flatMap { context.misfit($0, for: build.torch) == nil ? $0 : nil }, context)
      })
  }

  /// - Parameter wheel: the record of the build that would stand in, where it is known.
  func finding(_ build: CUDABuild, _ intent: GPUIntent, _ wheel: WheelRecord?, _ context: RuleContext) -> Finding {
    let counterpart = wheel.map { CPUCounterpart(of: build.torch, $0, context) }
    let claim = context.claim(packages: build.companions).union(counterpart?.claim ?? Claim())
    let torch = context.package(build.torch)
    let contents = build.companions.flatMap { context.contents(ofPackage: $0) } + build.ownLibraries
    let row = context.rowsToChange(contents).first ?? 0
    let stage = ["COPY", "ADD"].contains(context.keyword(ofRow: row) ?? "") ? ", in the stage that it copies from" : ""
    var finding = Finding(
      key: "torch",
      title: "The CUDA build of \(EscapedText.printable(context.title(ofPackage: build.torch))), without a sign of a GPU",
      claim: claim, evidence: evidence(build, intent, counterpart, context), effort: .oneLine,
      risk: Risk(.medium, "a container that is given a GPU computes on its processor, and code that insists on \"cuda\" fails"),
      fixes: [
        Finding.Fix(
          "for \(context.place(row: row))\(stage), install the CPU build: `pip install torch==\(version(torch.version)) "
            + "--index-url https://download.pytorch.org/whl/cpu`\(siblings(context))"),
        Finding.Fix("if the image is to run on GPUs, say so: `--intent gpu`", saves: 0),
      ],
      rows: context.rowsToChange(contents))
    finding.intent = "cpu"
    finding.group = "torch-without-cuda"
    finding.exact = counterpart != nil
    finding.edits = counterpart?.edits ?? []
    return finding
  }

  // MARK: Words

  private func evidence(
    _ build: CUDABuild, _ intent: GPUIntent, _ counterpart: CPUCounterpart?, _ context: RuleContext
  ) -> [String] {
    func bytes(_ packages: [Int32]) -> Int { context.size(of: packages.flatMap { context.contents(ofPackage: $0) }) }
    let triton = build.companions.filter { context.package($0).name.hasSuffix("triton") }
    let others = build.companions.filter { !triton.contains($0) }
    var lines: [String] = []
    if !others.isEmpty {
      let largest = others.max { (bytes([$0]), $1) < (bytes([$1]), $0) }.map { context.title(ofPackage: $0) } ?? ""
      lines.append(
        "\(context.size(bytes(others))) in \(context.counted(others.count, "distribution")) of CUDA that only torch needs, as "
          + EscapedText.printable(largest))
    }
    for package in triton {
      lines.append(
        "\(context.size(bytes([package]))) in \(EscapedText.printable(context.title(ofPackage: package))), a compiler for GPUs")
    }
    if !build.ownLibraries.isEmpty {
      let largest = context.largest(build.ownLibraries, limit: 1).first ?? ""
      lines.append(
        (counterpart == nil ? "not counted: " : "")
          + "\(context.size(context.size(of: build.ownLibraries))) in torch's own libraries for "
          + "CUDA, as \(largest)")
    }
    lines.append(
      counterpart == nil
        ? "a lower bound: these go too, and the CPU build has others in a larger size"
        : "exact: by the RECORD of the CPU build's wheel")
    return lines + signs(intent, context)
  }

  private func signs(_ intent: GPUIntent, _ context: RuleContext) -> [String] {
    if !intent.signs.isEmpty { return intent.signs.prefix(3).map { "against it: \($0)" } }
    var line = "no NVIDIA_* or CUDA_* variable, no CUDA toolkit, and no use of CUDA"
    if intent.sources > 0 {
      line += " in \(context.counted(intent.sources, "Python source")) of the application"
    } else {
      line += " that could be seen: there is no Python source of an application"
    }
    if !intent.checks.isEmpty { line += " that does not first ask whether there is one" }
    if intent.unread > 0 { line += " (\(context.counted(intent.unread, "source")) could not be read)" }
    return [line] + intent.checks.prefix(2).map { "checks only: \($0)" }
  }

  /// Without the build's own mark: `2.6.0` for `2.6.0+cu124`.
  private func version(_ version: String) -> String { EscapedText.printable(String(version.prefix { $0 != "+" })) }

  private func siblings(_ context: RuleContext) -> String {
    let others = ["torchvision", "torchaudio"].filter { !context.packages(named: $0, in: .pypi).isEmpty }
    return others.isEmpty ? "" : ", and \(others.joined(separator: " and ")) from the same index"
  }
}
