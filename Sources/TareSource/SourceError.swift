public import TareBytes
public import TareOCI

/// Why an image cannot be found in what was given, and what to do about it.
public enum SourceError: Error, Equatable, CustomStringConvertible {
  case noSuchFile(String)
  case notAnImage
  case notALayout
  case noImageInArchive
  case severalImages([String])
  case noSuchImage(String, available: [String])
  case severalPlatforms([Platform])
  case noSuchPlatform(Platform, available: [Platform])
  case artifact(name: String, type: String)
  case missing(what: String, name: String)
  case indexTooDeep
  case linkCycle(String)
  case tooLarge(name: String, size: Int)
  case digestMismatch(what: String, expected: Digest, actual: Digest)

  public var description: String {
    switch self {
    case .noSuchFile(let name):
      Reference.isPlausible(name)
        ? "no such file; if it is an image in Docker's store, type: docker save \(name) | tare -" : "no such file"
    case .notAnImage: "not an image: neither a tar archive (plain, gzip or zstd) nor an OCI layout"
    case .notALayout: "not an OCI layout: the directory has no index.json; give the directory that holds it, or a saved image file"
    case .noImageInArchive: "a tar archive without an image: it has neither manifest.json nor index.json; make one with docker save"
    case .severalImages(let names): "\(names.count) images; choose one with --image: \(list(names))"
    case .noSuchImage(let name, let available): "no image named \(EscapedText.printable(name)); there is: \(list(available))"
    case .severalPlatforms(let platforms):
      "none of the images is for \(Platform.host); choose one with --platform: \(list(platforms.map(\.description)))"
    case .noSuchPlatform(let platform, let available):
      "no image for \(platform); there is: \(available.isEmpty ? "none that says what it is for" : list(available.map(\.description)))"
    case .artifact(let name, let type):
      "\(EscapedText.printable(name)) is no container image but an artifact of type \(EscapedText.printable(type))"
    case .missing(let what, let name): "incomplete: the \(what) \(EscapedText.printable(name)) is not there; save the image again"
    case .indexTooDeep: "damaged: indexes nested too deep"
    case .linkCycle(let name): "damaged: the link \(EscapedText.printable(name)) leads back to itself"
    case .tooLarge(let name, let size):
      "\(EscapedText.printable(name)) has \(size) bytes; a document of more than \(documentLimit) is refused"
    case .digestMismatch(let what, let expected, let actual):
      "damaged: the \(what) should be \(expected) and is \(actual); fetch or save the image again"
    }
  }

  private func list(_ names: [String]) -> String { names.map { EscapedText.printable($0) }.joined(separator: ", ") }
}

/// An error with the place where it happened.
public struct LocatedError: Error, CustomStringConvertible {
  public let location: String
  public let cause: any Error

  public init(location: String, cause: any Error) {
    self.location = location
    self.cause = cause
  }

  public var description: String { "\(location.isEmpty ? "\"\"" : EscapedText.printable(location)): \(cause)" }
}

/// The largest JSON document that is read, in bytes. Real ones have kilobytes.
let documentLimit = 16 << 20
