import TareBytes
import TareFindings
import TareOCI
import TareOrigins
import TareOwners
import TareReach
import TareTree

/// What a bill of materials says of an image, whatever it is written as. It is complete, however long: `--top` does not
/// shorten it.
struct BillOfMaterials {
  /// A package, or what lies inside one.
  struct Item {
    /// Of no other item.
    var reference: String
    var ecosystem: Ecosystem
    var name: String
    var version: String
    var purl: PackageURL?
    var licence: StatedLicence
    /// The file that records it; nil for what lies inside another.
    var record: [UInt8]?
    var properties: [Property] = []
    var parts: [Item] = []
    /// Places in `items` of what it cannot do without; nil where its ecosystem does not say.
    var needs: [Int]?
  }

  struct Property {
    var name: String
    var value: String
  }

  let items: [Item]
  let image: [Property]
  /// Nil for an image without a name.
  let name: String?
  let purl: PackageURL?
  let configDigest: Digest
  let distribution: LinuxDistribution?
  let created: UTCTime?
  /// Whether every layer could be read.
  let isComplete: Bool

  init(_ examination: Examination) {
    let (analysis, weighing) = (examination.analysis, examination.analysis.weighing)
    var references = References()
    let needs = analysis.certainNeeds
    distribution = analysis.ownership.distribution
    items = analysis.ownership.packages.enumerated().map { number, owned in
      let package = owned.package
      var item = Item(
        reference: references.unique("\(package.ecosystem.rawValue):\(package.key)"), ecosystem: package.ecosystem,
        name: package.name, version: package.version, purl: PackageURL(package, of: analysis.ownership.distribution),
        licence: StatedLicence(package))
      item.record = weighing.path(package.record)
      item.properties = Self.properties(Int32(number), owned, examination)
      item.needs = needs[number]?.map(Int.init)
      item.parts = package.contains.map { part in
        Item(
          reference: references.unique("\(item.reference)/\(part.ecosystem.rawValue):\(part.name)@\(part.version)"),
          ecosystem: part.ecosystem, name: part.name, version: part.version, purl: PackageURL(part),
          licence: StatedLicence(part.licences))
      }
      return item
    }
    let totals = weighing.totals
    image = [
      ("tare:stored", totals.stored), ("tare:unpacked", totals.unpacked), ("tare:live", totals.live), ("tare:dead", totals.dead),
    ]
    .compactMap { name, bytes in bytes.map { Property(name: name, value: String($0)) } }
    name = weighing.reference
    purl = PackageURL(weighing)
    configDigest = weighing.configDigest
    created = weighing.created.flatMap { UTCTime($0) }
    isComplete = totals.atLeast == nil
  }

  private static func properties(_ number: Int32, _ owned: OwnedPackage, _ examination: Examination) -> [Property] {
    let analysis = examination.analysis
    var properties = analysis.rows(of: owned).map { Property(name: "tare:layer", value: String($0)) }
    properties.append(Property(name: "tare:bytes", value: String(owned.own)))
    if let retained = analysis.reach.alone[Int(number)].bytes {
      properties.append(Property(name: "tare:retained", value: String(retained)))
    }
    properties.append(Property(name: "tare:reason", value: OwnerText(analysis: analysis, options: ReportOptions()).reason(number)))
    if owned.fromBase { properties.append(Property(name: "tare:fromBase", value: "true")) }
    if let origins = examination.origins, let origin = origins.packages[Int(number)],
      let place = OriginText(origins: origins).place(origin)
    {
      properties.append(Property(name: "tare:origin", value: place))
      properties.append(Property(name: "tare:originConfidence", value: origin.confidence.rawValue))
    }
    return properties
  }

  /// A UUID by content: of version 8 (RFC 9562), whose free bits are the first of a SHA-256. The same bytes have the same
  /// one, and others another.
  static func identifier(of document: [UInt8]) -> String {
    var digits = Array(Digest.sha256(of: document).encoded.utf8.prefix(32))
    digits[12] = UInt8(ascii: "8")
    // The variant is in the two highest bits.
    digits[16] = Array("89ab".utf8)[Int(digits[16]) & 3]
    let text = String(decoding: digits, as: UTF8.self)
    var rest = text[...]
    return [8, 4, 4, 4, 12].map { length in
      defer { rest = rest.dropFirst(length) }
      return String(rest.prefix(length))
    }
    .joined(separator: "-")
  }

  /// Keys that were no UTF-8 may have come to look alike.
  private struct References {
    private var counts: [String: Int] = [:]

    mutating func unique(_ reference: String) -> String {
      let count = (counts[reference] ?? 0) + 1
      counts[reference] = count
      return count == 1 ? reference : unique("\(reference)#\(count)")
    }
  }
}
