public import TareLayers
import TareOCI
public import TareOwners
public import TareSource
public import TareTree

/// All that is known of an image: its account, whose its bytes are, and what keeps them there.
public struct Analysis: Sendable {
  public let weighing: Weighing
  public let ownership: Ownership
  public let reach: Reach

  /// Weighs an image, finds the owners of its bytes, and what needs what. Layers that pass only once must have been loaded
  /// with `PackageCatching`.
  /// - Parameter base: where the base ends, for who knows more than the history says.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  public init(_ image: LoadedImage<LayerScan>, base: (Weighing) -> BaseLayers? = { _ in nil }) throws {
    weighing = try Weigher.weigh(image) { try ContentHashing(image).hashes(of: $0) }
    ownership = try OwnershipFinder.find(image, weighing, base: base(weighing))
    reach = try Reach(weighing, ownership, image.config.config)
  }

  /// What a careful reader should know besides.
  public var notes: [Weighing.Note] { weighing.notes + ownership.notes }
}
