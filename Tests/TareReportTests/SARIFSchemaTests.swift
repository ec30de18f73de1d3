import Foundation
import TareFindings
import TareGate
import TareTestSupport
import Testing

@testable import TareReport

/// The rules of the official schema that matter here, and those of GitHub's code scanning; the schema itself is asked by
/// `Tests/Oracles/formats.py`.
@Suite struct SARIFSchemaTests {
  private func run(_ text: String) throws -> [String: Any] {
    let log = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(log.keys) == ["$schema", "version", "runs"])
    #expect(log["version"] as? String == "2.1.0")
    return try #require((log["runs"] as? [[String: Any]])?.first)
  }

  private func rules(_ run: [String: Any]) throws -> [[String: Any]] {
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "tare")
    return try #require(driver["rules"] as? [[String: Any]])
  }

  private func render(_ dockerfile: String?) throws -> [String: Any] {
    try run(
      FormatTests.render(.sarif, try FormatTests.examine(FormatTests.image(), dockerfile: dockerfile)) {
        $0.judgement = FormatTests.judgement
      })
  }

  @Test func rulesAreWhatTareHasAndOneForEachFailedCheck() throws {
    let rules = try rules(try render(FormatTests.dockerfile))
    #expect(rules.compactMap { $0["id"] as? String } == RuleList.all.map(\.name) + ["gate/budgets.image.unpacked"])
    for rule in rules {
      #expect((rule["name"] as? String)?.wholeMatch(of: /[A-Z][A-Za-z]*/) != nil)
      for key in ["shortDescription", "fullDescription"] {
        let text = try #require((rule[key] as? [String: Any])?["text"] as? String)
        #expect(!text.isEmpty && text.count <= 1024)
      }
      let level = (rule["defaultConfiguration"] as? [String: Any])?["level"] as? String
      #expect(["none", "note", "warning", "error"].contains(level))
    }
  }

  @Test(arguments: [FormatTests.dockerfile, nil]) func resultsAreComplete(dockerfile: String?) throws {
    let run = try render(dockerfile)
    let rules = try rules(run)
    let results = try #require(run["results"] as? [[String: Any]])
    let allowed: Set<String> = [
      "ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations", "partialFingerprints", "suppressions", "fixes",
      "properties",
    ]
    #expect(results.count > 2)
    for result in results {
      #expect(Set(result.keys).isSubset(of: allowed))
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect(["note", "warning", "error"].contains(result["level"] as? String))
      #expect(((result["message"] as? [String: Any])?["text"] as? String)?.isEmpty == false)
      let print = try #require((result["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"])
      #expect(print.wholeMatch(of: /[0-9a-f]{64}/) != nil)
      try checkPlaces(result)
      for suppression in result["suppressions"] as? [[String: Any]] ?? [] {
        #expect(["inSource", "external"].contains(suppression["kind"] as? String))
      }
    }
  }

  /// One place of its own, with a file and lines; GitHub refuses the whole file otherwise.
  private func checkPlaces(_ result: [String: Any]) throws {
    let own = try #require(result["locations"] as? [[String: Any]])
    #expect(own.count == 1)
    for place in own + (result["relatedLocations"] as? [[String: Any]] ?? []) {
      let physical = try #require(place["physicalLocation"] as? [String: Any])
      let artifact = try #require(physical["artifactLocation"] as? [String: Any])
      let uri = try #require(artifact["uri"] as? String)
      #expect(uri.wholeMatch(of: /(?:[A-Za-z0-9\-._~\/!$&'()*+,;=@]|%[0-9A-F]{2})+/) != nil)
      let region = try #require(physical["region"] as? [String: Int])
      let (start, end) = (try #require(region["startLine"]), try #require(region["endLine"]))
      #expect(1 <= start && start <= end)
    }
  }

  @Test func categoryIsTheImageWithoutItsTag() throws {
    #expect((try render(nil)["automationDetails"] as? [String: Any])?["id"] as? String == "tare/shop/api/")
  }
}
