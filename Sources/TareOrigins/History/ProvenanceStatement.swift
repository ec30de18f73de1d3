/// The parts of an in-toto statement that tell of lines and layers; all else in it is passed over.
struct ProvenanceStatement: Decodable {
  var predicate: Predicate?

  struct Predicate: Decodable {
    // SLSA v0.2
    var metadata: MetadataV02?
    var invocation: Invocation?
    var buildConfig: BuildConfig?
    // SLSA v1
    var buildDefinition: BuildDefinition?
    var runDetails: RunDetails?

    var details: Details? { metadata?.buildkit ?? runDetails?.metadata?.buildkit }
    var definition: [BuildStep]? {
      buildConfig?.llbDefinition ?? buildDefinition?.internalParameters?.buildConfig?.llbDefinition
    }
    var request: [String: String]? { invocation?.parameters?.args ?? buildDefinition?.externalParameters?.request?.args }
  }

  struct MetadataV02: Decodable {
    var buildkit: Details?
    enum CodingKeys: String, CodingKey { case buildkit = "https://mobyproject.org/buildkit@v1#metadata" }
  }

  struct RunDetails: Decodable { var metadata: MetadataV1? }

  struct MetadataV1: Decodable {
    var buildkit: Details?
    enum CodingKeys: String, CodingKey { case buildkit = "buildkit_metadata" }
  }

  struct Invocation: Decodable { var parameters: Request? }
  struct BuildDefinition: Decodable {
    var externalParameters: External?
    var internalParameters: Internal?
  }
  struct Internal: Decodable { var buildConfig: BuildConfig? }
  struct BuildConfig: Decodable { var llbDefinition: [BuildStep]? }
  /// `inputs` are outputs of other steps; the first one is what the step works on.
  struct BuildStep: Decodable {
    var id: String?
    var inputs: [String]?
  }
  struct External: Decodable { var request: Request? }
  struct Request: Decodable { var args: [String: String]? }

  struct Details: Decodable {
    var source: SourceMap?
    /// By output of a step, `step3:0`: the layers that it consists of.
    var layers: [String: [[LayerDescriptor]]]?
  }

  struct SourceMap: Decodable {
    var infos: [Info]?
    /// By step.
    var locations: [String: Locations]?
  }

  struct Info: Decodable {
    var filename: String?
    var data: Base64?
  }

  struct Locations: Decodable { var locations: [Location]? }

  struct Location: Decodable {
    var sourceIndex: Int?
    var ranges: [Range]?
  }

  struct Range: Decodable {
    var start: Position?
    var end: Position?

    /// From 1; nil for what names no line.
    var lines: ClosedRange<Int>? {
      guard let first = start?.line, first > 0 else { return nil }
      return first...max(first, end?.line ?? first)
    }
  }

  struct Position: Decodable { var line: Int? }

  struct LayerDescriptor: Decodable {
    var digest: String?
    var annotations: [String: String]?
  }

  /// Bytes as Go writes them in JSON.
  struct Base64: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
      bytes = Self.decoded(try decoder.singleValueContainer().decode(String.self))
    }

    private static func decoded(_ text: String) -> [UInt8] {
      var bytes: [UInt8] = []
      var (bits, width): (UInt32, UInt32) = (0, 0)
      for byte in text.utf8 {
        let digit: UInt32
        switch byte {
        case 0x41...0x5a: digit = UInt32(byte) - 0x41
        case 0x61...0x7a: digit = UInt32(byte) - 0x61 + 26
        case 0x30...0x39: digit = UInt32(byte) - 0x30 + 52
        case 0x2b, 0x2d: digit = 62
        case 0x2f, 0x5f: digit = 63
        default: continue
        }
        bits = bits << 6 | digit
        width += 6
        guard width >= 8 else { continue }
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> width))
      }
      return bytes
    }
  }
}
