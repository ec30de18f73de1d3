import TareBytes
import TareOwners

/// CUDA libraries that importing PyTorch does not map into memory.
///
/// What a program loads at its start is written in its headers: `libtorch_cuda.so` asks for cuBLAS, cuFFT and so on. Other
/// libraries are opened by name (dlopen) when an operation first needs them - cuDNN's engines, cuSOLVER, the run-time
/// compiler - which without a GPU never happens.
///
/// This is for an image that must keep the CUDA build of torch and still runs on processors alone: then these files can be
/// deleted in the instruction that installs them, and `import torch` still works. With a GPU all of them may be needed. The
/// better way is the CPU build (`cuda-without-gpu`), which has none of this: of the two the better one counts.
struct CUDANeverMapped: Rule {
  static let name = "cuda-never-mapped"
  static let family = RuleFamily.machineLearning
  static let summary = "CUDA libraries that are opened only when a GPU computes, never by importing torch"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let builds = context.cudaBuilds
    guard !builds.isEmpty else { return .nothing(because: "there is no PyTorch built for CUDA") }
    if let intent = context.ownerWantsGPU {
      return .nothing(because: "the owner says that the image is for GPUs (--intent \(EscapedText.printable(intent)))")
    }
    var isUnread = false
    let found = try builds.compactMap { build -> Finding? in
      guard let mapped = try build.mapped(context) else {
        isUnread = true
        return nil
      }
      // Without its module nothing can be said of what it loads.
      guard case let libraries = build.libraries(context), libraries.contains(where: { mapped.contains($0) }) else { return nil }
      return finding(build, libraries, mapped, context)
    }
    if found.isEmpty, isUnread {
      return .nothing(because: "torch/__init__.py, which opens libraries by name, cannot be read again from a compressed layer")
    }
    return found.isEmpty ? .nothing(because: "importing torch maps every CUDA library of the image") : .findings(found)
  }

  private func finding(_ build: CUDABuild, _ libraries: [Int32], _ mapped: Set<Int32>, _ context: RuleContext) -> Finding? {
    let never = libraries.filter { !mapped.contains($0) }
    guard !never.isEmpty else { return nil }
    let loaded = libraries.filter { mapped.contains($0) }
    let row = context.rowsToChange(never).first ?? 0
    var finding = Finding(
      key: "torch",
      title: "\(context.counted(never.count, "CUDA library", "CUDA libraries")) that importing "
        + "\(EscapedText.printable(context.title(ofPackage: build.torch))) does not load",
      claim: context.claim(contents: never),
      evidence: context.largest(never) + [
        "importing torch maps \(context.size(context.size(of: loaded))) in \(context.counted(loaded.count, "other")) of them"
      ],
      effort: .oneLine,
      risk: Risk(.high, "with a GPU the first operation that needs one of them fails"),
      fixes: [Finding.Fix("delete them in \(context.place(row: row)); or install the CPU build, which has none of them")],
      rows: context.rowsToChange(never))
    finding.intent = "cpu"
    finding.group = "torch-without-cuda"
    finding.severityOfItsOwn = .info
    return finding
  }
}
