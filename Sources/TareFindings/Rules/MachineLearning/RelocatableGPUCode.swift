import TareBytes
import TareELF
import TareOwners

/// Code for GPUs in the form that only a linker uses, left in finished libraries.
///
/// With `nvcc -rdc=true` code for GPUs is compiled in two steps. What the second one puts together lies in `.nv_fatbin`; the
/// pieces that it was made of can stay behind in a section of their own, `__nv_relfatbin`. A program that runs uses the
/// first only.
///
/// The section lies among what is loaded, so no tool can take it out of a finished file: only the one who links the
/// library can leave it out. The finding is there to be passed on to that one. It counts with `--intent relink`, for
/// libraries that are your own.
struct RelocatableGPUCode: Rule {
  static let name = "relocatable-gpu-code"
  static let family = RuleFamily.machineLearning
  static let summary = "Code for GPUs that only a linker uses, left in finished libraries"

  func findings(in context: RuleContext) -> RuleOutcome {
    let found = context.ownership.binaries.images.compactMap { content, image in
      image.type == .relocatable ? nil : image.contentRange(of: "__nv_relfatbin").map { (content: content, range: $0) }
    }.sorted { $0.content < $1.content }
    guard !found.isEmpty else { return .nothing(because: "no library holds a section __nv_relfatbin") }
    let lines = found.sorted { ($1.range.count, $0.content) < ($0.range.count, $1.content) }.prefix(3).map { item in
      "\(context.size(item.range.count)) of \(context.size(context.size(of: [item.content]))) in "
        + context.text(context.home(of: item.content))
    }
    let contents = found.map(\.content)
    var finding = Finding(
      key: "all", title: "Relocatable code for GPUs in \(context.counted(found.count, "finished library", "finished libraries"))",
      claim: context.claim(
        ranges: Dictionary(found.map { ($0.content, ByteRanges([$0.range])) }, uniquingKeysWith: { first, _ in first })),
      evidence: Array(lines), effort: .redesign,
      risk: Risk(.high, "a library that links code for GPUs while it runs (nvJitLink) against these pieces fails"),
      fixes: [
        Finding.Fix("ask whoever links these libraries to leave the section `__nv_relfatbin` out; it cannot be cut out afterwards")
      ],
      rows: context.rowsToChange(contents))
    finding.intent = "relink"
    finding.severityOfItsOwn = .info
    return .findings([finding])
  }
}
