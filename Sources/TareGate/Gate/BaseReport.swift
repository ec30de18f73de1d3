internal import FoundationEssentials
import TareBytes
import TareOwners
import TareTree

/// An earlier JSON report of tare, as far as growth is measured from it.
public struct BaseReport: Sendable {
  struct PackageName: Hashable {
    var ecosystem: String
    var name: String
  }

  let name: String
  let unpacked: Int
  let stored: Int
  let dead: Int
  let removable: Int
  let packageBytes: Int
  /// By ecosystem and name, all versions together; nil where the report lists only some of them.
  let packages: [PackageName: Int]?

  /// - Parameter name: what errors call it.
  public init(parsing bytes: [UInt8], named name: String) throws(GateError) {
    self.name = EscapedText.printable(name)
    func refuse(_ why: String) -> GateError { GateError("\(EscapedText.printable(name)): \(why)") }
    let data = Data(bytes)
    let decoder = JSONDecoder()
    guard let version = try? decoder.decode(Version.self, from: data).schemaVersion else {
      throw refuse("is not a JSON report of tare; make one with tare IMAGE --format json -o report.json")
    }
    guard version == Self.version else {
      throw refuse("is a report of version \(version), and this tare reads version \(Self.version); make it anew with this tare")
    }
    let report: Report
    do { report = try decoder.decode(Report.self, from: data) } catch {
      throw refuse("says version \(Self.version), and is not a whole report of tare; make it anew")
    }
    guard let unpacked = report.totals.unpacked, let stored = report.totals.stored, let dead = report.totals.dead else {
      throw refuse("is of an image with an absent layer, so its sizes are not known; make it of the whole image")
    }
    self.unpacked = unpacked
    self.stored = stored
    self.dead = dead
    removable = report.totals.removable.asIs.high
    packageBytes = report.owners.packages
    var (sums, total, isSound) = (
      [PackageName: Int](), 0, [unpacked, stored, dead, removable, packageBytes].allSatisfy { $0 >= 0 }
    )
    for package in report.packages {
      let (sum, overflow) = total.addingReportingOverflow(package.own)
      if overflow || package.own < 0 {
        isSound = false
        break
      }
      total = sum
      sums[PackageName(ecosystem: package.ecosystem, name: package.name), default: 0] += package.own
    }
    guard isSound else { throw refuse("has sizes that no image has; make it anew") }
    packages = total == packageBytes ? sums : nil
  }

  static let version = 1

  private struct Version: Decodable { var schemaVersion: Int }

  private struct Report: Decodable {
    struct Totals: Decodable {
      struct Removable: Decodable {
        struct AsIs: Decodable { var high: Int }
        var asIs: AsIs
      }
      var unpacked: Int?
      var stored: Int?
      var dead: Int?
      var removable: Removable
    }
    struct Package: Decodable {
      var ecosystem: String
      var name: String
      var own: Int
    }
    struct Owners: Decodable { var packages: Int }
    var totals: Totals
    var owners: Owners
    var packages: [Package]
  }

  /// How an image differs, in one line.
  func difference(_ subject: Subject) -> String {
    func signed(_ bytes: Int) -> String { (bytes > 0 ? "+" : "") + Quantity.size(bytes) }
    return "against \(name): content \(signed(subject.unpacked - unpacked)), dead \(signed(subject.dead - dead)); "
      + "growth in the policy makes it a check"
  }
}
