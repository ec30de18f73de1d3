import TareArchive

/// The ecosystems that are looked for. Those of the distribution come first: what they list holds other ecosystems' records
/// too.
enum Catalogues {
  static let all: [any PackageCatalogue] = [
    DebianCatalogue(),
    AlpineCatalogue(),
    RpmCatalogue(),
    CondaCatalogue(),
    PythonCatalogue(),
    NpmCatalogue(),
    GemCatalogue(),
    ComposerCatalogue(),
    NugetCatalogue(),
    HuggingFaceCatalogue(),
    MavenCatalogue { Inflate.bytes(of: $0, .none, limit: $1) },
    GoCatalogue(),
    RustCatalogue { Inflate.bytes(of: $0, .zlib, limit: $1) },
    RuntimeCatalogue(),
  ]
}
