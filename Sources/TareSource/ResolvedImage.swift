import TareBytes
import TareOCI

/// One image, found: what its documents say, with the names of its layer files.
struct ResolvedImage: Sendable {
  struct Layer: Sendable {
    /// The file's name in the store.
    var name: String
    var digest: Digest?
    var mediaType: MediaType?
    var size: Int?
    var diffID: Digest?
  }

  var reference: String?
  var manifestDigest: Digest?
  var configDigest: Digest
  var config: ImageConfig
  var layers: [Layer]
  /// Of the manifest.
  var annotations: [String: String] = [:]
  /// What builders attest of the image: the in-toto statements beside it.
  var statements: [Statement] = []
}
