import Foundation
import TareFindings
import TareGate
import Testing

/// `docs/policy.schema.json` and the parser know the same keys.
@Suite struct SchemaTests {
  private var schema: [String: Any] {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs")
    let data = try? Data(contentsOf: docs.appendingPathComponent("policy.schema.json"))
    return data.flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] } ?? [:]
  }

  private func at(_ path: String) -> [String: Any] {
    path.split(separator: "/").reduce(schema) { $0[String($1)] as? [String: Any] ?? [:] }
  }

  private func keys(_ path: String) -> Set<String> { Set(at(path + "/properties").keys) }

  @Test func keysAreTheSame() {
    #expect(keys("") == Set(PolicyKeys.top))
    #expect(keys("properties/budgets") == Set(PolicyKeys.budgets))
    #expect(keys("properties/budgets/properties/removable") == Set(PolicyKeys.removable))
    #expect(keys("properties/budgets/properties/packages/items") == Set(PolicyKeys.package))
    #expect(keys("properties/budgets/properties/paths/items") == Set(PolicyKeys.path))
    #expect(keys("properties/growth") == Set(PolicyKeys.growth))
    #expect(keys("properties/exceptions/items") == Set(PolicyKeys.exception))
    #expect(keys("$defs/layer") == Set(PolicyKeys.layer))
    #expect(keys("$defs/size") == Set(PolicyKeys.size))
    #expect(keys("$defs/grownSize") == Set(PolicyKeys.size))
    let threshold = (at("$defs/threshold")["anyOf"] as? [[String: Any]])?.last?["properties"] as? [String: Any]
    #expect(Set(threshold?.keys.map { $0 } ?? []) == Set(PolicyKeys.threshold))
  }

  @Test func wordsAreTheSame() {
    let purposes = at("$defs/layer/properties/purpose")["enum"] as? [String]
    #expect(purposes == Purpose.allCases.map(\.rawValue))
    let severities = (at("$defs/severity")["enum"] as? [Any])?.compactMap { $0 as? String }
    #expect(severities == Severity.allCases.map(\.name) + ["off"])
  }

  @Test func theExampleIsReadWhole() throws {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs")
    let policy = try Policy(parsing: Array(Data(contentsOf: docs.appendingPathComponent("policy.example.yaml"))), named: "example")
    #expect(policy.budgets.layers.count == 4)
    #expect(policy.exceptions.count == 2)
    #expect(policy.rules.count == 3)
  }
}
