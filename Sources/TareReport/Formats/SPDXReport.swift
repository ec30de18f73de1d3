import TareBytes
import TareFindings
import TareOwners

/// A bill of materials as SPDX 2.3 has it, in JSON.
///
/// Source: https://spdx.github.io/spdx-spec/v2.3, and its JSON schema.
struct SPDXReport {
  private struct Package {
    var identifier: String
    var item: BillOfMaterials.Item
  }

  private struct Relation {
    var from: String
    var type: String
    var to: String
  }

  private static let (document, image, system) = ("SPDXRef-DOCUMENT", "SPDXRef-Image", "SPDXRef-OperatingSystem")
  private static let unknown = "NOASSERTION"

  private let bill: BillOfMaterials
  private let tool: String
  private var packages: [Package] = []
  private var relations: [Relation] = []
  /// Licences in words of their own, in the order in which they come; each is `LicenseRef-` and its place from 1.
  private var extracted: [String] = []
  private var places: [String: Int] = [:]

  init(examination: Examination, options: ReportOptions) {
    bill = BillOfMaterials(examination)
    tool = "tare-\(Version.current)"
    relations.append(Relation(from: Self.document, type: "DESCRIBES", to: Self.image))
    if bill.distribution != nil { relations.append(Relation(from: Self.image, type: "CONTAINS", to: Self.system)) }
    for (number, item) in bill.items.enumerated() {
      let identifier = identifier(number)
      add(item, identifier, in: Self.image)
      for (index, part) in item.parts.enumerated() { add(part, "\(identifier)-\(index)", in: identifier) }
    }
    for (number, item) in bill.items.enumerated() {
      relations += (item.needs ?? []).map { Relation(from: identifier(number), type: "DEPENDS_ON", to: identifier($0)) }
    }
  }

  private func identifier(_ number: Int) -> String { "SPDXRef-Package-\(bill.items[number].ecosystem.rawValue)-\(number)" }

  private mutating func add(_ item: BillOfMaterials.Item, _ identifier: String, in whole: String) {
    packages.append(Package(identifier: identifier, item: item))
    relations.append(Relation(from: whole, type: "CONTAINS", to: identifier))
    guard case .named(let name) = item.licence, places[name] == nil else { return }
    extracted.append(name)
    places[name] = extracted.count
  }

  /// The name space is made of the image's digest and of all the rest, so the same image gives the same document.
  func render() -> [UInt8] { write(identifier: BillOfMaterials.identifier(of: write(identifier: ""))) }

  private func write(identifier: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("spdxVersion", "SPDX-2.3")
      json.key("dataLicense", "CC0-1.0")
      json.key("SPDXID", Self.document)
      json.key("name", bill.name ?? bill.configDigest.description)
      json.key("documentNamespace", "https://spdx.org/spdxdocs/tare/\(bill.configDigest.encoded)-\(identifier)")
      json.key("creationInfo") { json in
        json.object { json in
          json.key("created", created)
          json.key("creators", ["Tool: \(tool)"])
          json.key("licenseListVersion", SPDXIdentifiers.listVersion)
          if bill.created == nil { json.key("comment", "The image does not say when it was made.") }
        }
      }
      if !bill.isComplete { json.key("comment", "A layer of the image is absent: packages may be missing.") }
      json.key("packages") { json in
        json.array([imagePackage] + [distribution].compactMap(\.self) + packages.map(package)) { $0.row($1) }
      }
      if !extracted.isEmpty { json.key("hasExtractedLicensingInfos") { licences(&$0) } }
      json.key("relationships") { json in
        json.array(relations) { json, relation in
          json.row { json in
            json.key("spdxElementId", relation.from)
            json.key("relationshipType", relation.type)
            json.key("relatedSpdxElement", relation.to)
          }
        }
      }
    }
    return json.finish()
  }

  private var created: String { (bill.created ?? .epoch).description }

  private func licences(_ json: inout JSONWriter) {
    json.array(extracted.enumerated()) { json, licence in
      json.row { json in
        json.key("licenseId", "LicenseRef-\(licence.offset + 1)")
        json.key("extractedText", licence.element)
        json.key("comment", "As the package's metadata has it, which is no identifier of the SPDX list.")
      }
    }
  }

  // MARK: Packages

  private var imagePackage: (inout JSONWriter) -> Void {
    { json in
      begin(Self.image, bill.name ?? bill.configDigest.description, version: bill.configDigest.description, &json)
      json.key("primaryPackagePurpose", "CONTAINER")
      json.key("licenseDeclared", Self.unknown)
      references(bill.purl, &json)
      annotation(bill.image, &json)
    }
  }

  private var distribution: ((inout JSONWriter) -> Void)? {
    bill.distribution.map { distribution in
      { json in
        begin(Self.system, distribution.id, version: distribution.versionID ?? "", &json)
        json.key("primaryPackagePurpose", "OPERATING_SYSTEM")
        json.key("summary", distribution.prettyName)
        json.key("licenseDeclared", Self.unknown)
      }
    }
  }

  private func package(_ package: Package) -> (inout JSONWriter) -> Void {
    { json in
      begin(package.identifier, package.item.name, version: package.item.version, &json)
      switch package.item.licence {
      case .nothing: json.key("licenseDeclared", Self.unknown)
      case .expression(let expression): json.key("licenseDeclared", expression.text)
      case .named(let name): json.key("licenseDeclared", places[name].map { "LicenseRef-\($0)" } ?? Self.unknown)
      case .several(let texts):
        json.key("licenseDeclared", Self.unknown)
        json.key(
          "licenseComments", "Its metadata names several, without saying how they go together: \(texts.joined(separator: "; "))")
      }
      references(package.item.purl, &json)
      if let record = package.item.record { json.key("sourceInfo", "recorded in \(EscapedText.printable(record))") }
      annotation(package.item.properties, &json)
    }
  }

  private func begin(_ identifier: String, _ name: String, version: String, _ json: inout JSONWriter) {
    json.key("SPDXID", identifier)
    json.key("name", name)
    if !version.isEmpty { json.key("versionInfo", version) }
    json.key("downloadLocation", Self.unknown)
    json.key("filesAnalyzed", false)
    json.key("copyrightText", Self.unknown)
    json.key("licenseConcluded", Self.unknown)
  }

  private func references(_ purl: PackageURL?, _ json: inout JSONWriter) {
    guard let purl else { return }
    json.key("externalRefs") { json in
      json.array([purl.description]) { json, purl in
        json.row { json in
          json.key("referenceCategory", "PACKAGE-MANAGER")
          json.key("referenceType", "purl")
          json.key("referenceLocator", purl)
        }
      }
    }
  }

  /// What the image's own account says, `tare:bytes=1234 tare:layer=7`, since SPDX 2.3 has no properties.
  private func annotation(_ properties: [BillOfMaterials.Property], _ json: inout JSONWriter) {
    guard !properties.isEmpty else { return }
    json.key("annotations") { json in
      json.array([properties.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")]) { json, comment in
        json.row { json in
          json.key("annotationDate", created)
          json.key("annotationType", "OTHER")
          json.key("annotator", "Tool: \(tool)")
          json.key("comment", comment)
        }
      }
    }
  }
}
