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

  private static func lastPart(_ name: String) -> Substring { name.split(separator: "/").last ?? "" }
}
