import TareTree

/// Weights of one model in several formats: `pytorch_model.bin`, `tf_model.h5` or `flax_model.msgpack` beside
/// `model.safetensors`.
///
/// Repositories on the Hugging Face hub offer several, and a download of all of them takes each. transformers loads the
/// safetensors and ignores the others. Download what you load: `allow_patterns=["*.safetensors", "*.json", "tokenizer*"]`, or
/// `huggingface-cli download --include`.
///
/// The claim is the other formats in a directory that has safetensors, with the blobs that only these names lead to.
struct ModelFormats: Rule {
  static let name = "model-formats"
  static let family = RuleFamily.caches
  static let summary = "Weights of one model in further formats beside safetensors"

  func findings(in context: RuleContext) -> RuleOutcome {
    var findings: [Finding] = []
    var checked = 0
    var links: [Int32: [Int32]] = [:]
    for path in context.tree.nodes.indices where context.tree.nodes[path].exists && context.tree.nodes[path].kind == .symbolicLink {
      if let target = context.tree.target(of: context.paths.bytes(of: Int32(path))) {
        links[target, default: []].append(Int32(path))
      }
    }
    for path in context.tree.nodes.indices where context.isDirectory(Int32(path)) {
      let children = context.tree.children(of: Int32(path)).sorted()
      guard children.contains(where: { context.paths.name(of: $0).suffix(12).elementsEqual(".safetensors".utf8) }) else { continue }
      checked += 1
      let others = children.filter { Self.isOther(context.lastPart($0)) }
      // A link's target goes when all links to it do.
      let names = Set(others)
      let files = others.compactMap { child -> Int32? in
        guard let target = context.tree.target(of: context.paths.bytes(of: child)), context.file(at: target) != nil else {
          return nil
        }
        return target == child || (links[target] ?? []).allSatisfy { names.contains($0) } ? target : nil
      }
      if !files.isEmpty { findings.append(finding(Int32(path), others, files, context)) }
    }
    guard findings.isEmpty else { return .findings(findings) }
    return .nothing(
      because: checked == 0
        ? "no weights in safetensors are there" : "no directory with safetensors holds the same weights in another format")
  }

  private static func isOther(_ name: String) -> Bool {
    if ["tf_model.h5", "flax_model.msgpack", "rust_model.ot", "model.ckpt.index", "consolidated.00.pth"].contains(name) {
      return true
    }
    // pytorch_model.bin, pytorch_model-00001-of-00004.bin, pytorch_model.fp16.bin
    return name.hasPrefix("pytorch_model") && name.hasSuffix(".bin") || name.hasPrefix("tf_model-") && name.hasSuffix(".h5")
      || name.hasPrefix("diffusion_pytorch_model") && name.hasSuffix(".bin")
      || name.hasPrefix("flax_model-") && name.hasSuffix(".msgpack")
  }

  private func finding(_ directory: Int32, _ others: [Int32], _ files: [Int32], _ context: RuleContext) -> Finding {
    let contents = files.compactMap { context.file(at: $0)?.content }
    let rows = context.rowsHolding(contents)
    let names = others.map { context.lastPart($0) }
    return Finding(
      key: context.text(directory), title: "Weights beside the safetensors in \(context.text(directory))",
      claim: context.claim(paths: files),
      evidence: contents.indices.prefix(3).map {
        "\(context.size(context.tree.contents[Int(contents[$0])].size)) \(names.indices.contains($0) ? names[$0] : "")"
      } + ["safetensors of the same model stay"], effort: .oneLine,
      risk: Risk(
        .low, "a program that asks for this format by name (use_safetensors=False, from_tf, from_flax) no longer finds it"),
      fixes: [
        Finding.Fix(
          "download the safetensors alone (allow_patterns, --include) in \(context.place(row: rows.first ?? 0))"
        )
      ], rows: rows)
  }
}
