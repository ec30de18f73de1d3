import TareArchive
public import TareBytes
import TareOCI
public import TareSource

/// Opens an image and scans all its layers, each checked against what the image says of it.
public enum LayerLoader {
  /// - Parameters:
  ///   - verify: reads plain layers in full, to check their digests.
  ///   - catching: what to keep of contents that pass only once.
  /// - Throws: `LocatedError`, whose cause is a `LayerError` when a layer is at fault.
  public static func load(
    _ location: ImageLocation, selecting selection: ImageSelection = ImageSelection(), verify: Bool = false,
    catching: (any ContentCatching)? = nil, progress: ProgressCounter? = nil
  ) throws -> LoadedImage<LayerScan> {
    let scanner = LayerScanner(verifiesPlainLayers: verify, catching: catching)
    let image = try ImageSource.load(location, selecting: selection, progress: progress) { scanner.scan($0) }
    var rowOfLayer: [Int: Int] = [:]
    for (index, row) in image.rows.enumerated() { if let layer = row.layer { rowOfLayer[layer] = index } }
    do {
      let scanned = try image.mapScans { index, outcome in
        try check(outcome, image.layers[index], number: rowOfLayer[index] ?? index)
      }
      var total = 0
      for layer in scanned.layers {
        let (sum, overflow) = total.addingReportingOverflow(layer.scan?.contentBytes ?? 0)
        guard !overflow else { throw SizeOverflow() }
        total = sum
      }
      return scanned
    } catch {
      throw LocatedError(location: location == .standardInput ? "standard input" : location.name, cause: error)
    }
  }

  private static func check(
    _ outcome: ScanOutcome, _ layer: LoadedImage<ScanOutcome>.Layer, number: Int
  ) throws -> LayerScan {
    func fail(_ problem: LayerError.Problem) -> LayerError {
      LayerError(layer: number, name: (layer.diffID ?? layer.digest)?.short.description, problem: problem)
    }
    if let declared = layer.declaredSize, let stored = layer.stored, declared != stored {
      throw fail(.sizeMismatch(expected: declared, actual: stored))
    }
    func compare(_ expected: Digest?, _ actual: Digest?, _ what: String, cause: (any Error)?) throws {
      guard let expected, let actual, expected.algorithm == actual.algorithm, expected != actual else { return }
      throw fail(.digestMismatch(what: what, expected: expected, actual: actual, cause: cause.map { "\($0)" }))
    }
    switch outcome {
    case .failed(let failure):
      try compare(layer.digest, failure.blobDigest, "blob", cause: failure.cause)
      if failure.isPlain, layer.digest == nil { try compare(layer.diffID, failure.blobDigest, "diffID", cause: failure.cause) }
      throw fail(.unreadable("\(failure.cause)"))
    case .scanned(var scan):
      try compare(layer.digest, scan.blobDigest, "blob", cause: nil)
      // What a plain layer's own digest says of its tar is free to compare.
      try compare(layer.diffID, scan.tarDigest ?? (scan.compression == .none ? layer.digest : nil), "diffID", cause: nil)
      // Without its end marker a tar may have lost members: the digest must tell.
      if !scan.hasEndMarker, scan.tarDigest == nil, let diffID = layer.diffID, let range = layer.range {
        scan.tarDigest = try range.digest(algorithm: diffID.algorithm)
        try compare(diffID, scan.tarDigest, "diffID", cause: nil)
      }
      return scan
    }
  }
}

/// What is wrong with a layer.
public struct LayerError: Error, Equatable, CustomStringConvertible {
  public enum Problem: Equatable, Sendable {
    case sizeMismatch(expected: Int, actual: Int)
    case digestMismatch(what: String, expected: Digest, actual: Digest, cause: String?)
    case unreadable(String)
  }

  /// The row of the layer in the image's table.
  public let layer: Int
  /// The short form of its diffID, or of its blob's digest.
  public let name: String?
  public let problem: Problem

  public var description: String {
    let label = "layer \(layer)" + (name.map { " (\($0))" } ?? "")
    switch problem {
    case .sizeMismatch(let expected, let actual):
      return "\(label): damaged: its blob should have \(expected) bytes and has \(actual); fetch or save the image again"
    case .digestMismatch(let what, let expected, let actual, let cause):
      let detail = cause.map { " (\($0))" } ?? ""
      return "\(label): damaged: its \(what) should be \(expected) and is \(actual)\(detail); fetch or save the image again"
    case .unreadable(let reason): return "\(label): \(reason)"
    }
  }
}
