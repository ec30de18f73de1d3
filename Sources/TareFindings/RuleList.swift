/// All rules, in the order of the reference.
public enum RuleList {
  public static let all: [any Rule] = [
    // Layers
    DeletedLater(),
    DeletesEarlier(),
    OverwrittenLater(),
    ChangedInPlace(),
    CopiedAgain(),
    SystemStateRewritten(),
    CopyOfLowerLayer(),
    IdenticalFiles(),
    // System packages
    PackageLists(),
    PackageArchives(),
    PackageManagerLeftovers(),
    BuildTools(),
    RecommendedPackages(),
    UnreachedPackages(),
    SystemDocumentation(),
    Translations(),
    // Package managers and caches
    PackageManagers(),
    ManagerCaches(),
    ModelCopies(),
    ModelFormats(),
    // Python
    PackagedTests(),
    PackagedHeaders(),
    PackagedArchives(),
    DevelopmentDistributions(),
    UnimportedDistributions(),
    StaleBytecode(),
    UnusedBytecode(),
    MissingBytecode(),
    // Application
    ProjectTests(),
    ProjectScripts(),
    ProjectDocumentation(),
    VersionControl(),
    ToolLeftovers(),
    LocalEnvironments(),
    HostBytecode(),
    UnnamedData(),
    // Binaries
    UnstrippedBinaries(),
    StaticLibraries(),
    UnreachedLibraries(),
    SameLibraryTwice(),
    // Machine learning
    CUDAWithoutGPU(),
    CUDANeverMapped(),
    GPUArchitectures(),
    RelocatableGPUCode(),
    TritonBackends(),
    // Node, Java, Go, Rust
    NodeDevelopmentDependencies(),
    NodeBuildFiles(),
    NodePackageExtras(),
    NodeDuplicates(),
    JavaDevelopmentKit(),
    JavaSourceArchives(),
    BuildDirectories(),
    // Security
    SecretsInFiles(),
    SecretsInConfiguration(),
    RunsAsRoot(),
    UnreadableCaches(),
    SetUserPrograms(),
    WorldWritableFiles(),
    // Cache order
    CacheOrder(),
  ]
}
