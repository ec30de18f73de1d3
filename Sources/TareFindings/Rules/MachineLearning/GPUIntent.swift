import TareBytes
import TareOCI
import TareOwners
import TareTree

/// What of an image speaks for its running on GPUs, and what was looked at.
struct GPUIntent: Sendable {
  /// Each a clause: `ENV NVIDIA_VISIBLE_DEVICES is set`.
  private(set) var signs: [String] = []
  /// Uses that ask first whether there is a GPU, or have a way without one.
  private(set) var checks: [String] = []
  /// Sources of the application that were read; those for development are not counted.
  private(set) var sources = 0
  private(set) var unread = 0

  private static let signLimit = 8

  init(_ context: RuleContext) throws {
    addEnvironment(context.config)
    addCommand(context.config)
    if let toolkit = context.find("/usr/local/cuda"), context.isDirectory(toolkit) {
      signs.append("the image has a CUDA toolkit of its own at /usr/local/cuda")
    }
    if let label = context.config?.labels?.keys.filter({ $0.hasPrefix("com.nvidia.") }).min() {
      signs.append("the image has the label \(EscapedText.printable(label))")
    }
    for user in CUDABuild.users(besides: context.cudaBuilds, context).prefix(3) {
      signs.append("\(EscapedText.printable(context.title(ofPackage: user))) has binaries that need CUDA")
    }
    try addSources(context)
  }

  private mutating func addEnvironment(_ config: RunConfig?) {
    for variable in (config?.environment ?? []).sorted() {
      let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (name, value) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
      let isOff = ["", "-1", "void", "none"].contains(value)
      if name == "CUDA_VISIBLE_DEVICES" || name == "NVIDIA_VISIBLE_DEVICES", isOff { continue }
      if name.hasPrefix("NVIDIA_") || name.hasPrefix("CUDA_") || name.hasPrefix("NCCL_") || name == "TORCH_CUDA_ARCH_LIST" {
        signs.append("ENV \(EscapedText.printable(name)) is set")
      } else if Self.isDevice(value) {
        signs.append("ENV \(EscapedText.printable(variable))")
      }
    }
  }

  private mutating func addCommand(_ config: RunConfig?) {
    for (name, words) in [("ENTRYPOINT", config?.entrypoint ?? []), ("CMD", config?.command ?? [])] {
      let words = words.flatMap { $0.split { " \t=\"'".contains($0) } }
      if let word = words.first(where: { Self.isDevice(String($0)) || $0 == "--gpus" || $0 == "nvidia-smi" }) {
        signs.append("\(name) says \(EscapedText.printable(String(word)))")
      }
    }
  }

  private static func isDevice(_ word: String) -> Bool { word == "cuda" || word.hasPrefix("cuda:") }

  private mutating func addSources(_ context: RuleContext) throws {
    let reached = context.reach.imports.reached
    for file in context.ownership.sources.files {
      // Tests and benchmarks may well ask for a GPU where the service does not.
      guard reached.contains(file.path) || !context.tree.isForDevelopment(file.path), let shown = context.file(at: file.path) else {
        continue
      }
      guard let text = try context.bytes(of: shown.content, limit: 4 << 20) else {
        unread += 1
        continue
      }
      sources += 1
      for use in GPUUse.all(in: text) {
        let place = "\(context.text(file.path)):\(use.line) \(use.what)"
        if use.isGuarded {
          if checks.count < Self.signLimit { checks.append(place) }
        } else if signs.count < Self.signLimit {
          signs.append(place)
        }
      }
    }
    if let more = context.ownership.sources.unread { unread += more.count }
  }
}
