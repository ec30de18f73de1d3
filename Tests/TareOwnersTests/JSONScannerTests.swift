import Testing

@testable import TareOwners

struct JSONScannerTests {
  private func scan<Result>(_ text: String, _ body: (inout JSONScanner) -> Result) -> Result {
    Array(text.utf8).withUnsafeBytes { bytes in
      var json = JSONScanner(bytes)
      return body(&json)
    }
  }

  private func members(_ text: String) -> [String] {
    scan(text) { json in
      var found: [String] = []
      guard json.beginObject() else { return ["no object"] }
      while let key = json.nextKey() { found.append("\(key)=\(json.string() ?? "-")") }
      return found
    }
  }

  @Test func valuesOfOtherKindsArePassedOver() {
    let text = #"{ "a": "1", "b": [1, {"a": "}"}], "c": {"x": ["]"]}, "d": null, "e": -1.5e3, "f": "2" }"#
    #expect(members(text) == ["a=1", "b=-", "c=-", "d=-", "e=-", "f=2"])
  }

  @Test func escapesAreRead() {
    #expect(members(#"{"\u0061\"":"\\\/\n\u00e9\ud83d\ude00\ud83dx"}"#) == ["a\"=\\/\n\u{e9}\u{1f600}\u{fffd}x"])
  }

  @Test func aByteOrderMarkIsPassedOver() { #expect(members("\u{feff}{\"a\":\"b\"}") == ["a=b"]) }

  @Test func booleansAndListsAreRead() {
    let found = scan(#"{"a": true, "b": ["x", 1, "y"], "c": {"k": 1, "l": {}}, "d": false}"#) { json in
      _ = json.beginObject()
      var found: [String] = []
      while let key = json.nextKey() {
        switch key {
        case "b": found += json.strings()
        case "c": found += json.keys()
        default: found.append("\(json.boolean() ?? false)")
        }
      }
      return found
    }
    #expect(found == ["true", "x", "y", "k", "l", "false"])
  }

  /// Whatever is cut off or put in, reading ends, and every beginning of a text gives a beginning of what it says.
  @Test func damageEndsTheReading() {
    let text = #"{ "a": "1", "b": ["x", {"y": "\u00e9"}], "c": {"d": "e"}, "f": "2" }"#
    let whole = members(text)
    for length in 0..<text.utf8.count {
      let cut = members(String(decoding: text.utf8.prefix(length), as: UTF8.self))
      #expect(cut == ["no object"] || cut.dropLast() == whole.prefix(max(0, cut.count - 1))[...])
      for byte in "{}[]:,\"\\x".utf8 {
        var damaged = Array(text.utf8)
        damaged[length] = byte
        #expect(members(String(decoding: damaged, as: UTF8.self)).count <= text.utf8.count)
      }
    }
  }

  @Test func depthCostsNothing() {
    let deep = String(repeating: "[", count: 200_000)
    #expect(members(#"{"a": \#(deep)"#) == ["a=-"])
    #expect(members(#"{"a": \#(deep)\#(String(repeating: "]", count: 200_000)), "b": "1"}"#) == ["a=-", "b=1"])
  }
}
