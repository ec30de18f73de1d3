public import TareOCI

/// Where an image is: a file, an OCI layout directory, or standard input.
public enum ImageLocation: Sendable, Equatable {
  case path(String)
  case standardInput

  /// `-` is standard input, anything else a path.
  public init(_ argument: String) { self = argument == "-" ? .standardInput : .path(argument) }

  public var name: String {
    switch self {
    case .path(let path): path
    case .standardInput: "-"
    }
  }
}

/// Which image of several is meant.
public struct ImageSelection: Sendable, Equatable {
  /// A name or a digest; nil when there is only one.
  public var image: String?
  /// Nil for the host's, else the only one there is.
  public var platform: Platform?

  public init(image: String? = nil, platform: Platform? = nil) {
    self.image = image
    self.platform = platform
  }
}

/// How the files of an image are laid out, in skopeo's words.
public enum ImageFormat: String, Sendable {
  case dockerArchive = "docker-archive"
  case ociArchive = "oci-archive"
  case ociDirectory = "oci"
}
