import TareReach
import TareTestSupport
import TareTree
import Testing

@testable import TareReport

@Suite struct TableReportTests {
  private static let formula = "=HYPERLINK(\"http://x\",\"a\")"

  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      DebianFiles.write([.init("curl", ["/usr/bin/curl": "curl curl"])], to: &$0)
      $0.file("app/a,\"b\"\nc", "12345")
      $0.file("app/first", "same same")
      $0.file("app/second", "same same")
      $0.file("app/gone", "123")
      $0.member(name: Array("app/".utf8) + [0xff, 0x1b], type: "0", content: [1, 2])
      for (folder, name) in [("x", "@s/lib"), ("y", "+1"), ("z", "'q"), ("w", "-2+3")] {
        $0.file("\(folder)/node_modules/\(name)/package.json", "{ \"name\": \"\(name)\", \"version\": \"1\" }")
      }
    }
    image.layer { $0.whiteout("app/gone") }
    let escaped = formula.replacing("\"", with: "\\\"")
    image.history = [
      "{\"created_by\":\"\(escaped)\"}", "{\"created_by\":\"RUN rm /app/gone\"}",
      "{\"created_by\":\"\\tCMD\",\"empty_layer\":true}",
    ]
    return image
  }

  private func render(_ table: ReportTable, top: Int? = nil) throws -> String {
    var options = ReportOptions()
    (options.table, options.top) = (table, top)
    return String(decoding: ReportFormat.csv.render(try Weighed(Self.image).examination(), options), as: UTF8.self)
  }

  /// The rows of a table by the names of its columns, read as RFC 4180 has it.
  private func rows(_ text: String) throws -> [[String: String]] {
    var (rows, row, cell, isQuoted): ([[String]], [String], String, Bool) = ([], [], "", false)
    var rest = Array(text.unicodeScalars)[...]
    while let next = rest.popFirst() {
      if isQuoted {
        if next != "\"" {
          cell.unicodeScalars.append(next)
        } else if rest.first == "\"" {
          cell.unicodeScalars.append(rest.removeFirst())
        } else {
          isQuoted = false
        }
      } else if next == "\"" {
        #expect(cell.isEmpty)
        isQuoted = true
      } else if next == "," {
        row.append(cell)
        cell = ""
      } else if next == "\r" {
        #expect(rest.popFirst() == "\n")
        rows.append(row + [cell])
        (row, cell) = ([], "")
      } else {
        #expect(next != "\n")
        cell.unicodeScalars.append(next)
      }
    }
    #expect(!isQuoted && row.isEmpty && cell.isEmpty)
    let header = try #require(rows.first)
    return rows.dropFirst().map { row in
      #expect(row.count == header.count)
      return Dictionary(zip(header, row)) { first, _ in first }
    }
  }

  @Test func eachTableHasItsColumns() throws {
    #expect(try render(.packages).hasPrefix("ecosystem,name,version,own,retained,layers,reason,fromBase,origin,licence\r\n"))
    #expect(try render(.layers).hasPrefix("index,createdBy,stored,unpacked,live,dead,purpose,status,removable,origin\r\n"))
    #expect(try render(.files).hasPrefix("path,size,layer,owner,state,origin\r\n"))
  }

  @Test func sizesOfFilesSumToTheImage() throws {
    let totals = try Weighed(Self.image).weighing
    let files = try rows(try render(.files))
    func sum(_ state: String) -> Int { files.filter { $0["state"] == state }.reduce(0) { $0 + (Int($1["size"] ?? "") ?? -1) } }
    #expect(sum("live") + sum("duplicate") == totals.totals.live)
    #expect(sum("dead") == totals.totals.dead)
    #expect(sum("duplicate") == totals.duplicateBytes)
    #expect(sum("dead") == 3 && sum("duplicate") == 9)
    #expect(files.first { $0["path"] == "/app/gone" }?["owner"] == "")
    #expect(files.first { $0["path"] == "/usr/bin/curl" }?["owner"] == "deb:curl@1.0")
  }

  @Test func hostileNamesStayInTheirCells() throws {
    let text = try render(.files)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\r" || $0 == "\n" || $0.value >= 0x20 })
    let paths = try rows(text).compactMap { $0["path"] }
    #expect(paths.contains("/app/a,\"b\"\\x0ac"))
    #expect(paths.contains("/app/\\xff\\x1b"))
  }

  @Test func noCellIsAFormulaAndOneApostropheGivesItBack() throws {
    let names = try rows(try render(.packages)).compactMap { $0["name"] }
    #expect(names.sorted() == ["''q", "'+1", "'-2+3", "'@s/lib", "curl"])
    let layers = try rows(try render(.layers))
    #expect(layers[0]["createdBy"] == "'" + Self.formula)
    #expect(layers[2]["createdBy"] == "\\x09CMD")
    #expect(layers[2]["stored"] == "")
    for table in ReportTable.allCases {
      for row in try rows(try render(table)) {
        for cell in row.values { #expect(!["=", "+", "-", "@"].contains(String(cell.prefix(1))), "\(cell)") }
      }
    }
  }

  @Test func topKeepsTheHeaviest() throws {
    let all = try rows(try render(.files))
    #expect(try rows(try render(.files, top: 2)) == Array(all.prefix(2)))
    let sizes = all.compactMap { $0["size"].flatMap { Int($0) } }
    #expect(sizes == sizes.sorted(by: >))
    #expect(try rows(try render(.packages, top: 1)).count == 1)
    #expect(try rows(try render(.layers, top: 1)).count == 3)
  }
}
