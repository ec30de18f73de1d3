public import TareBytes
public import TareDockerfile
public import TareOCI

extension HistoryAlignment {
  /// With the builder's own word on which lines made which layers; it beats what texts tell. Rows without a layer keep their
  /// line by the alignment.
  ///
  /// - Parameters:
  ///   - dockerfile: must be the one that the provenance holds as source number `source`.
  ///   - rows: of the image's table.
  ///   - blobs: digests of the layers as the manifest lists them; empty where they are not known.
  public func applying(
    _ provenance: BuildProvenance, source: Int = 0, _ dockerfile: Dockerfile, rows: [HistoryRow], blobs: [Digest], diffIDs: [Digest]
  ) -> HistoryAlignment {
    guard provenance.sources.indices.contains(source), provenance.sources[source].text == dockerfile.source else { return self }
    let places = provenance.places(blobs: blobs, diffIDs: diffIDs)
    var result = self
    var baseEnd: Int?
    for (row, content) in rows.enumerated() where row < lines.count {
      guard let layer = content.layer, layer < places.count, let place = places[layer], place.source == source else { continue }
      if dockerfile.stages.contains(where: { dockerfile.line(of: $0.from.range.lowerBound) == place.lines.lowerBound }) {
        result.lines[row] = nil
        baseEnd = row + 1
      } else if let mapping = Self.mapping(dockerfile, place.lines) {
        result.lines[row] = mapping
      }
    }
    // The base's own rows without a layer follow its last layer.
    if let baseEnd {
      let end = result.lines[baseEnd...].firstIndex { $0 != nil } ?? baseEnd
      result.baseRows = baseRows.map { max(baseEnd, min($0, end)) } ?? end
      result.baseConfidence = .certain
    }
    return result
  }

  /// The instruction that begins on the first of the lines.
  private static func mapping(_ dockerfile: Dockerfile, _ lines: ClosedRange<Int>) -> LineMapping? {
    for stage in dockerfile.stages {
      for (index, instruction) in stage.instructions.enumerated() {
        let own = dockerfile.lines(of: instruction.range)
        guard own.contains(lines.lowerBound) else { continue }
        return LineMapping(
          stage: stage.index, instruction: index, lines: own, confidence: .certain, isTrigger: instruction.keyword == .onbuild)
      }
    }
    return nil
  }
}
