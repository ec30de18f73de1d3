public import TareBytes
public import TareOCI

/// What BuildKit attests of a build (`--attest type=provenance,mode=max`): the Dockerfile itself, and which of its lines made
/// which layers. Read from the in-toto statement of an attestation manifest, SLSA provenance v0.2 or v1.
///
/// Source: moby/buildkit, docs/attestations/slsa-definitions.md; solver/llbsolver/provenance/types.
public struct BuildProvenance: Sendable {
  public struct Source: Sendable, Hashable {
    public let name: String
    public let text: [UInt8]
  }

  public struct Place: Sendable, Hashable {
    /// Index into the sources.
    public let source: Int
    public let lines: ClosedRange<Int>
  }

  struct Step {
    var places: [Place] = []
    /// Whether the image itself comes by way of it.
    var isOnPath = false
    /// What the step's output consists of: digests of its layers, lowest first, and of what is in them where that is told.
    var chains: [[Layer]] = []
  }

  struct Layer {
    var blob: Digest
    var diffID: Digest?
  }

  public let sources: [Source]
  /// `--target`.
  public let target: String?
  /// `--build-arg`.
  public let arguments: [String: String]
  private let steps: [Step]

  /// - Parameter statement: the blob that an attestation manifest lists under a predicate type of `predicateTypes`.
  public init(parsing statement: [UInt8]) throws(DocumentError) {
    let predicate = try Document.decode(ProvenanceStatement.self, from: statement, name: "provenance").predicate
    let metadata = predicate?.details
    sources = (metadata?.source?.infos ?? []).map { Source(name: $0.filename ?? "Dockerfile", text: $0.data?.bytes ?? []) }
    let request = predicate?.request ?? [:]
    target = request["target"].flatMap { $0.isEmpty ? nil : $0 }
    var arguments: [String: String] = [:]
    for (key, value) in request where key.starts(with: "build-arg:") { arguments[String(key.dropFirst(10))] = value }
    self.arguments = arguments
    steps = Self.steps(metadata, sources: sources.count, path: Self.path(predicate?.definition ?? []))
  }

  /// The annotation `in-toto.io/predicate-type` of the layer to read.
  public static let predicateTypes: Set<String> = ["https://slsa.dev/provenance/v0.2", "https://slsa.dev/provenance/v1"]

  /// The steps from the last one down along what each works on.
  private static func path(_ definition: [ProvenanceStatement.BuildStep]) -> Set<String> {
    var first: [String: String] = [:]
    for step in definition {
      if let id = step.id, let input = step.inputs?.first { first[id] = String(input.prefix { $0 != ":" }) }
    }
    var path: Set<String> = []
    var next = definition.last?.id
    while let id = next, path.insert(id).inserted { next = first[id] }
    return path
  }

  private static func steps(
    _ metadata: ProvenanceStatement.Details?, sources: Int, path: Set<String>
  ) -> [Step] {
    var steps: [String: Step] = [:]
    for (id, value) in metadata?.source?.locations ?? [:] {
      for location in value.locations ?? [] {
        let source = location.sourceIndex ?? 0
        guard source >= 0, source < sources else { continue }
        let ranges = (location.ranges ?? []).compactMap(\.lines)
        guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else { continue }
        steps[id, default: Step()].places.append(Place(source: source, lines: first...last))
      }
    }
    for (output, chains) in metadata?.layers ?? [:] {
      let id = String(output.prefix { $0 != ":" })
      for chain in chains {
        let layers = chain.compactMap { descriptor -> Layer? in
          guard let digest = descriptor.digest.flatMap({ Digest($0) }) else { return nil }
          return Layer(blob: digest, diffID: descriptor.annotations?["containerd.io/uncompressed"].flatMap { Digest($0) })
        }
        guard layers.count == chain.count, !layers.isEmpty else { continue }
        steps[id, default: Step()].chains.append(layers)
      }
    }
    for id in path { steps[id]?.isOnPath = true }
    return Array(steps.values)
  }

  /// By layer of the image, the lines that made it; nil where the provenance does not tell.
  ///
  /// - Parameters:
  ///   - blobs: digests of the layers as the manifest lists them, lowest first; empty where they are not known.
  public func places(blobs: [Digest], diffIDs: [Digest]) -> [Place?] {
    let count = max(blobs.count, diffIDs.count)
    var places: [Place?] = Array(repeating: nil, count: count)
    func isLayer(_ layer: Layer, _ index: Int) -> Bool {
      index < blobs.count && layer.blob == blobs[index]
        || index < diffIDs.count && (layer.diffID == diffIDs[index] || layer.blob == diffIDs[index])
    }
    var byLength: [Int: (places: Set<Place>, onPath: Set<Place>)] = [:]
    for step in steps {
      guard let place = step.places.first else { continue }
      for chain in step.chains where chain.count <= count && chain.indices.allSatisfy({ isLayer(chain[$0], $0) }) {
        // Two steps may make the same layer on the same ones, in different stages.
        byLength[chain.count, default: ([], [])].places.insert(place)
        if step.isOnPath { byLength[chain.count]?.onPath.insert(place) }
      }
    }
    var lowest: (length: Int, place: Place)?
    for (length, found) in byLength {
      let fitting = found.onPath.isEmpty ? found.places : found.onPath
      guard fitting.count == 1, let place = fitting.first else { continue }
      places[length - 1] = place
      if length < lowest?.length ?? .max { lowest = (length, place) }
    }
    addLinked(&places, isLayer)
    // The lowest chain that is known is that of the image under the first stage: all layers of it came with its FROM.
    if let lowest { for layer in 0..<lowest.length where places[layer] == nil { places[layer] = lowest.place } }
    return places
  }

  /// `COPY --link` makes its layer apart from those below it.
  private func addLinked(_ places: inout [Place?], _ isLayer: (Layer, Int) -> Bool) {
    for step in steps {
      guard let place = step.places.first else { continue }
      for chain in step.chains where chain.count == 1 {
        let fitting = places.indices.filter { places[$0] == nil && isLayer(chain[0], $0) }
        if fitting.count == 1 { places[fitting[0]] = place }
      }
    }
  }
}
