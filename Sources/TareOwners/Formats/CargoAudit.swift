internal import FoundationEssentials

/// The crates in a binary, as `cargo auditable` records them in its section `.dep-v0`: JSON, deflated as zlib does it.
///
/// Source: PARSING.md and the JSON schema of rust-secure-code/cargo-auditable.
struct CargoAudit: Decodable {
  struct Crate: Decodable {
    var name: String
    var version: String
    /// Absent for `runtime`.
    var kind: String?
    var root: Bool?

    /// Build dependencies and procedural macros run on the builder: nothing of them is in the binary.
    var isLinked: Bool { kind == nil || kind == "runtime" }
  }

  var packages: [Crate]

  /// The crate that was built. A library for another language has one as well.
  var root: Crate? { packages.first { $0.root == true } }

  static let section = ".dep-v0"
  /// The most that the JSON may take, in bytes; the writer's own readers stop at 8 MiB too.
  static let limit = 8 << 20

  init?(section: [UInt8], inflate: ([UInt8], Int) -> [UInt8]?) {
    guard let json = inflate(section, Self.limit),
      let audit = try? JSONDecoder().decode(CargoAudit.self, from: Data(json))
    else { return nil }
    self = audit
  }
}
