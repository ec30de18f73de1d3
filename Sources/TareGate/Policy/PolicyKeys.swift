/// The keys that a policy knows. `docs/policy.schema.json` has the same.
public enum PolicyKeys {
  public static let top = ["budgets", "growth", "findings", "rules", "only", "skip", "intents", "exceptions"]
  public static let budgets = ["image", "dead", "duplicates", "removable", "layers", "packages", "paths"]
  public static let size = ["unpacked", "stored"]
  public static let removable = ["none", "low", "medium", "high"]
  public static let layer = ["each", "layer", "line", "purpose", "at-most", "stored-at-most"]
  public static let package = ["name", "at-most"]
  public static let path = ["path", "at-most"]
  public static let growth = ["image", "dead", "removable", "packages", "package"]
  public static let threshold = ["fail-at", "up-to-risk"]
  public static let exception = ["rule", "finding", "path", "layer", "line", "reason", "owner", "expires"]
}
