/// Names of images, compared as Docker does: `x` is `docker.io/library/x:latest`.
public enum Reference {
  /// The full form of a name.
  public static func normalised(_ name: String) -> String {
    var name = name
    if !name.contains("@"), !lastPart(name).contains(":") { name += ":latest" }
    let first = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if first.count == 1 { return "docker.io/library/" + name }
    let isHost = first[0].contains(".") || first[0].contains(":") || first[0] == "localhost"
    if !isHost { return "docker.io/" + name }
    let hub = "docker.io/"
    if name.hasPrefix(hub), !name.dropFirst(hub.count).contains("/") { return hub + "library/" + name.dropFirst(hub.count) }
    return name
  }

  public static func same(_ left: String, _ right: String) -> Bool {
    left == right || normalised(left) == normalised(right)
  }

  /// Whether a name could be an image's rather than a file's.
  public static func isPlausible(_ name: String) -> Bool {
    let characters = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || [0x2d, 0x2e, 0x2f, 0x3a, 0x40, 0x5f].contains($0)
    }
    let endings = [".tar", ".gz", ".tgz", ".zst"]
    guard let first = name.utf8.first else { return false }
    return characters && first != 0x2f && first != 0x2e && first != 0x2d && name.utf8.last != 0x2f
      && !endings.contains { name.hasSuffix($0) }
  }

  private static func lastPart(_ name: String) -> Substring { name.split(separator: "/").last ?? "" }
}
