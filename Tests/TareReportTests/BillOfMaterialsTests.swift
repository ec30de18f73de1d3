import Foundation
import TareTestSupport
import Testing

@testable import TareReport

@Suite struct BillOfMaterialsTests {
  /// A base, packages that need each other, licences of every form, names that are no plain text.
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.names = ["registry.example/shop/api:1.5"]
    image.created = "2026-01-02T03:04:05.6+01:00"
    image.layer {
      DebianFiles.write(
        [.init("libc6", ["/usr/lib/libc.so": "libc"]), .init("curl", ["/usr/bin/curl": "curl"], depends: "libc6 (>= 2)")], to: &$0)
      $0.file("etc/os-release", "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
    }
    image.layer {
      let site = "usr/lib/python3.11/site-packages"
      $0.file(
        "\(site)/One_A-1.0.dist-info/METADATA", "Name: One_A\nVersion: 1.0\nRequires-Dist: two\nLicense-Expression: mit OR ISC\n")
      $0.file("\(site)/two-2.0.dist-info/METADATA", "Name: two\nVersion: 2.0\nLicense: BSD, mostly\n")
      for folder in ["a", "b"] {
        $0.file("srv/\(folder)/node_modules/@s/lib/package.json", #"{ "name": "@s/lib", "version": "3.0.0", "license": "MIT" }"#)
      }
      $0.file(
        "srv/a/node_modules/evil/package.json", #"{ "name": "=1+1\u001b[31m\"", "version": "0", "licenses": ["MIT", "Mine"] }"#)
    }
    image.layer { $0.whiteout("usr/bin/curl") }
    return image
  }

  private func render(_ format: ReportFormat, _ image: ImageBuilder = image, _ edit: (inout ReportOptions) -> Void = { _ in })
    throws -> String
  {
    var options = ReportOptions()
    edit(&options)
    return String(decoding: format.render(try Weighed(image).examination(), options), as: UTF8.self)
  }

  private func document(_ format: ReportFormat, _ image: ImageBuilder = image) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(try render(format, image).utf8)) as? [String: Any])
  }

  private func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  @Test func billsAreAsRecorded() throws {
    #expect(Snapshot.difference(try render(.cyclonedx), named: "cyclonedx.json") == nil)
    #expect(Snapshot.difference(try render(.spdx), named: "spdx.json") == nil)
  }

  @Test func theSameImageGivesTheSameBillAndAnotherOneAnotherNumber() throws {
    var other = Self.image
    other.layer { $0.file("srv/c/node_modules/x/package.json", #"{ "name": "x", "version": "1" }"#) }
    for (format, key) in [(ReportFormat.cyclonedx, "serialNumber"), (.spdx, "documentNamespace")] {
      #expect(try render(format) == render(format))
      #expect(try document(format)[key] as? String != document(format, other)[key] as? String)
    }
    let serial = try document(.cyclonedx)["serialNumber"] as? String ?? ""
    #expect(serial.wholeMatch(of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
  }

  @Test func aBillIsCompleteWhateverTopSays() throws {
    #expect(try render(.cyclonedx) { $0.top = 1 } == render(.cyclonedx))
    #expect(try render(.spdx) { $0.top = 1 } == render(.spdx))
  }

  @Test func referencesAreOfOneComponentAndDependenciesOfThose() throws {
    let bill = try document(.cyclonedx)
    let references = list(bill["components"]).compactMap { $0["bom-ref"] as? String }
    #expect(Set(references).count == references.count)
    #expect(references.count == 8)
    let needs = list(bill["dependencies"]).reduce(into: [String: [String]]()) {
      $0[$1["ref"] as? String ?? ""] = $1["dependsOn"] as? [String]
    }
    #expect(needs["deb:curl"] == ["deb:libc6"])
    #expect(needs["deb:libc6"] == [])
    #expect(Set(needs.keys).union(needs.values.joined()).isSubset(of: references))
  }

  @Test func bothBillsListTheSame() throws {
    let urls = list(try document(.cyclonedx)["components"]).compactMap { $0["purl"] as? String }
    let others = list(try document(.spdx)["packages"]).flatMap {
      list($0["externalRefs"]).compactMap { $0["referenceLocator"] as? String }
    }
    #expect(urls.sorted() == others.sorted())
    #expect(urls.contains("pkg:npm/%40s/lib@3.0.0"))
  }

  @Test func anImageWithoutATimeHasNone() throws {
    for created in [nil, "0001-01-01T00:00:00Z", "yesterday"] as [String?] {
      var image = Self.image
      image.created = created
      let metadata = try document(.cyclonedx, image)["metadata"] as? [String: Any]
      #expect(metadata?["timestamp"] == nil)
      let info = try document(.spdx, image)["creationInfo"] as? [String: Any]
      #expect(info?["created"] as? String == "1970-01-01T00:00:00Z")
      #expect(info?["comment"] as? String == "The image does not say when it was made.")
    }
  }

  @Test func anAbsentLayerMakesABillIncomplete() throws {
    var image = Self.image
    image.layers[2].isAbsent = true
    #expect(list(try document(.cyclonedx, image)["compositions"]).first?["aggregate"] as? String == "incomplete")
    #expect((try document(.spdx, image)["comment"] as? String)?.contains("absent") == true)
    #expect(try document(.cyclonedx)["compositions"] == nil)
  }

  @Test func anImageInARegistryHasAPackageURL() throws {
    let folder = TemporaryFolder()
    let path = folder.write(Self.image.ociArchive(), as: "image.tar")
    let bill = BillOfMaterials(try Weighed(path: path).examination())
    let url = try #require(bill.purl?.description)
    #expect(url.hasPrefix("pkg:oci/api@sha256:"))
    #expect(url.hasSuffix("?arch=amd64&repository_url=registry.example/shop/api&tag=1.5"))
  }
}
