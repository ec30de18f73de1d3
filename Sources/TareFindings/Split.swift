import TareOwners
import TareReach
import TareTree

/// What it would come to if the part of the application that computes models ran in an image of its own.
///
/// Sets, not guesses: a module is of the model side when it imports a machine learning distribution by itself. What only
/// the imports of that side need leaves the other image, and the other way round; all else both have.
public struct Split: Sendable {
  /// Sources of the application that import machine learning, and the others.
  public let modelSources: [Int32]
  public let otherSources: [Int32]
  /// Machine learning distributions that are imported, by number.
  public let frameworks: [Int32]
  /// Live bytes of an image without what only the model side needs.
  public let api: Int
  /// Live bytes of an image without what only the other side needs.
  public let ml: Int
  /// Live bytes that both have.
  public let shared: Int

  /// Normalised names.
  private static let machineLearning: Set<String> = [
    "torch", "torchvision", "torchaudio", "tensorflow", "tensorflow-cpu", "keras", "jax", "jaxlib", "flax", "transformers",
    "diffusers",
    "accelerate", "sentence-transformers", "onnxruntime", "onnxruntime-gpu", "scikit-learn", "xgboost", "lightgbm", "catboost",
    "spacy",
    "fasttext", "gensim", "paddlepaddle", "mxnet", "vllm", "llama-cpp-python", "openvino", "tflite-runtime", "timm", "bitsandbytes",
  ]

  /// Nil where no source of the application imports machine learning.
  init?(_ context: RuleContext) {
    let (ownership, graph, imports) = (context.ownership, context.reach.graph, context.reach.imports)
    let count = Int32(ownership.packages.count)
    func isLearning(_ number: Int32) -> Bool {
      let package = context.package(number)
      return package.ecosystem == .pypi && Self.machineLearning.contains(package.name.lowercased().replacing("_", with: "-"))
    }
    func closure(_ start: some Sequence<Int32>) -> Set<Int32> {
      var closure = Set(start)
      var pending = Array(closure)
      while let next = pending.popLast() {
        for step in graph.steps(from: next) where step.to < count && closure.insert(step.to).inserted { pending.append(step.to) }
      }
      return closure
    }
    var (model, other): ([Int32], [Int32]) = ([], [])
    var (modelImports, otherImports, frameworks): (Set<Int32>, Set<Int32>, Set<Int32>) = ([], [], [])
    for (file, edges) in imports.imports.sorted(by: { $0.key < $1.key })
    where !context.tree.isForDevelopment(file) || imports.reached.contains(file) {
      var packages: Set<Int32> = []
      for edge in edges { if case .package(let number)? = context.owner(of: edge.target) { packages.insert(number) } }
      let learning = packages.filter(isLearning)
      if learning.isEmpty {
        other.append(file)
        otherImports.formUnion(packages)
      } else {
        model.append(file)
        modelImports.formUnion(packages)
        frameworks.formUnion(learning)
      }
    }
    guard !frameworks.isEmpty else { return nil }
    let models = closure(modelImports.union(ownership.packages.indices.map { Int32($0) }.filter(isLearning)))
    let others = closure(otherImports)
    // What is there for reasons that are neither side's: commands, the base, packages of the system.
    let neutral = closure(
      (0..<Int32(graph.nodeCount)).filter { node in
        guard graph.isRoot(node), node != count else { return false }
        return node > count || !models.contains(node) && !others.contains(node) && !context.package(node).isLocal
      }.flatMap { node in node < count ? [node] : graph.steps(from: node).map(\.to).filter { $0 < count } })
    let onlyModel = models.subtracting(others).subtracting(neutral)
    let onlyOther = others.subtracting(models).subtracting(neutral)
    func bytes(_ packages: Set<Int32>, _ files: [Int32]) -> Int {
      context.ownBytes(packages) + context.bytes(of: context.claim(paths: files))
    }
    let live = ownership.totals.all
    let (modelBytes, otherBytes) = (bytes(onlyModel, model), bytes(onlyOther, other))
    modelSources = model
    otherSources = other
    self.frameworks = frameworks.sorted()
    api = live - modelBytes
    ml = live - otherBytes
    shared = live - modelBytes - otherBytes
  }
}
