import TareELF
import TareOwners
import TareReach
import TareTree

/// A PyTorch in the image that was built for CUDA, with what is there for it alone.
struct CUDABuild: Sendable {
  /// Its number in `Ownership.packages`.
  var torch: Int32
  /// Distributions that only this one, or others of them, need: NVIDIA's libraries, their bindings, Triton. Ascending.
  var companions: [Int32]
  /// The torch distribution's own libraries for CUDA, ascending.
  var ownLibraries: [Int32]

  /// All of an image: an environment each.
  static func all(_ context: RuleContext) -> [CUDABuild] {
    context.packages(named: "torch", in: .pypi).compactMap { torch in
      let own = context.contents(ofPackage: torch).filter { isCUDALibrary($0, context) }
      guard own.contains(where: { context.fileName($0).starts(with: "libtorch_cuda".utf8) }) else { return nil }
      return CUDABuild(torch: torch, companions: companions(of: torch, context), ownLibraries: own)
    }
  }

  /// The names of libraries that a build without CUDA does not have.
  private static func isCUDALibrary(_ content: Int32, _ context: RuleContext) -> Bool {
    let name = context.fileName(content)
    guard name.starts(with: "lib".utf8), name.containsBytes(Array(".so".utf8)) else { return false }
    return Self.parts.contains { name.containsBytes($0) }
  }

  private static let parts = [
    "cuda", "nvrtc", "nvshmem", "libcudnn", "libcublas", "libcufft", "libcufile", "libcupti", "libcurand", "libcusolver",
    "libcusparse", "libnccl", "libnvJitLink", "libnvToolsExt",
  ].map { Array($0.utf8) }

  /// What torch needs and nothing outside of this set does, by names that NVIDIA and Triton use for what runs on GPUs.
  private static func companions(of torch: Int32, _ context: RuleContext) -> [Int32] {
    let graph = context.reach.graph
    var found: Set<Int32> = []
    var pending = [torch]
    while let next = pending.popLast() {
      for step in graph.steps(from: next) where isForGPUs(step.to, context) && found.insert(step.to).inserted {
        pending.append(step.to)
      }
    }
    // What something else needs stays, and what that needs in turn.
    var before = -1
    while before != found.count {
      before = found.count
      found = found.filter { package in
        graph.steps(to: package).allSatisfy { step in
          step.kind.isWeak || step.from == torch || found.contains(step.from) || isTorchToo(step.from, context)
        }
      }
    }
    return found.sorted()
  }

  private static func isForGPUs(_ node: Int32, _ context: RuleContext) -> Bool {
    guard case .package(let number) = context.reach.node(node), context.package(number).ecosystem == .pypi else { return false }
    let name = context.package(number).name.lowercased().map { $0 == "_" || $0 == "." ? "-" : $0 }
    return name.starts(with: "nvidia-") || name.starts(with: "cuda-") || name.elementsEqual("triton")
      || name.elementsEqual("pytorch-triton")
  }

  private static func isTorchToo(_ node: Int32, _ context: RuleContext) -> Bool {
    guard case .package(let number) = context.reach.node(node) else { return false }
    return context.package(number).ecosystem == .pypi && context.package(number).name == "torch"
  }

  /// Distributions whose own binaries need CUDA's libraries and that have no build without: what shows that the image is
  /// for GPUs. Ascending.
  static func users(besides builds: [CUDABuild], _ context: RuleContext) -> [Int32] {
    let own = Set(builds.flatMap { $0.companions + [$0.torch] })
    var users: Set<Int32> = []
    for (content, image) in context.ownership.binaries.images {
      guard case .package(let number) = context.ownership.owners[Int(content)], !own.contains(number),
        context.package(number).ecosystem == .pypi, !family.contains(context.package(number).name),
        let needed = image.dynamic?.needed, needed.contains(where: { name in Self.roots.contains { name.starts(with: $0) } })
      else { continue }
      users.insert(number)
    }
    // NVIDIA's libraries need each other.
    return users.filter { !isForGPUs($0, context) }.sorted()
  }

  /// Have a build for processors beside that of torch.
  private static let family: Set<String> = ["torch", "torchvision", "torchaudio", "torchcodec", "torchtext"]
  private static let roots = ["libcuda.so", "libcudart", "libcublas", "libcudnn", "libtorch_cuda", "libc10_cuda", "libnvrtc"]
    .map { Array($0.utf8) }

  // MARK: Libraries

  /// Shared libraries of NVIDIA's distributions, and torch's own for CUDA, ascending. Modules of Python are not among them.
  func libraries(_ context: RuleContext) -> [Int32] {
    let images = context.ownership.binaries.images
    let nvidia = companions.filter { context.package($0).name.lowercased().hasPrefix("nvidia") }
    return (nvidia.flatMap { context.contents(ofPackage: $0) } + ownLibraries).filter { content in
      images[content].map { LoadedLibraries.isLibrary($0) } ?? false && context.fileName(content).starts(with: "lib".utf8)
    }.sorted()
  }

  /// What importing torch maps into memory: its extension module, the libraries that its `__init__.py` opens by name before
  /// that, and what these need. Nil where that file is not at hand.
  func mapped(_ context: RuleContext) throws -> Set<Int32>? {
    let (graph, images) = (context.reach.libraries, context.ownership.binaries.images)
    let own = context.contents(ofPackage: torch)
    guard let initialiser = own.first(where: { context.paths.bytes(of: context.home(of: $0)).hasEnd("/torch/__init__.py") }),
      let source = try context.bytes(of: initialiser)
    else { return nil }
    var pending = (own + libraries(context)).filter { content in
      guard images[content] != nil, case let name = context.fileName(content) else { return false }
      guard !name.starts(with: "_C.".utf8), !name.starts(with: "libtorch_global_deps.".utf8) else { return true }
      // `("cusolver", "libcusolver.so.*[0-9]")`
      return name.upToSharedObject.map { source.containsBytes([0x22] + $0) } ?? false
    }
    var mapped = Set(pending)
    while let next = pending.popLast() {
      for library in graph.needs[next] ?? [] where mapped.insert(library).inserted { pending.append(library) }
    }
    return mapped
  }
}

extension [UInt8] {
  fileprivate func hasEnd(_ text: StaticString) -> Bool { text.withUTF8Buffer { suffix($0.count).elementsEqual($0) } }

  /// `libfoo.so` of `libfoo.so.1`; nil for what has no such part.
  fileprivate var upToSharedObject: [UInt8]? {
    let parts = split(separator: 0x2e, omittingEmptySubsequences: false)
    guard let end = parts.firstIndex(where: { $0.elementsEqual("so".utf8) }) else { return nil }
    return Array(parts[...end].joined(separator: [0x2e]))
  }
}

extension RuleContext {
  func fileName(_ content: Int32) -> [UInt8] { Array(paths.name(of: home(of: content))) }

  /// Builds for CUDA, worked out by each rule that asks: it takes a millisecond.
  var cudaBuilds: [CUDABuild] { CUDABuild.all(self) }

  /// Whether the owner said that the image is for GPUs: `gpu`, or an architecture.
  var ownerWantsGPU: String? { intents.sorted().first { $0 == "gpu" || $0.hasPrefix("sm_") } }

  /// What a package is called in text, with its version.
  func title(ofPackage number: Int32) -> String {
    let package = package(number)
    return package.version.isEmpty ? package.name : "\(package.name) \(package.version)"
  }

  func size(of contents: some Sequence<Int32>) -> Int { contents.reduce(0) { $0 + tree.contents[Int($1)].size } }
}
