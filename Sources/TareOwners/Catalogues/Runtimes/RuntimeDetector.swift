/// A runtime that was found.
struct Runtime: Equatable {
  var name: String
  /// Exact where its files say it; empty where they do not.
  var version: String
  /// The directory that it is installed in: `/usr/local`, `/opt/java/openjdk`.
  var prefix: Int32
}

/// How one runtime is recognised, wherever it is installed.
protocol RuntimeDetector: Sendable {
  /// Whether this is its marker - a file that every installation of it has once - or must be read beside it.
  func wants(_ file: FileName) -> Bool
  /// nil where the file is not its marker.
  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime?
  /// Claims the files that the runtime installs. What others install into it is not among them: site-packages, gems.
  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) throws
}
