import Foundation
import TareTestSupport
import Testing

/// `tare check` and `tare init`, run as a user runs them.
@Suite struct GateCommandTests {
  private static var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer { $0.file("app/a", [UInt8](repeating: 1, count: 3000)) }
    image.layer {
      $0.whiteout("app/a")
      $0.file("srv/c", [UInt8](repeating: 3, count: 7000))
    }
    return image
  }

  private func folder(_ files: [String: String] = [:]) -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write(Self.image.dockerArchive(), as: "image.tar")
    for (name, text) in files { folder.write(Array(text.utf8), as: name) }
    return folder
  }

  @Test func initMakesACheckThatPasses() {
    let folder = folder()
    let made = Program.run("init image.tar", in: folder.path)
    #expect(made.status == 0)
    #expect(made.output == "wrote .tare.yaml; now type: tare check image.tar\n")
    let check = Program.run("check image.tar", in: folder.path)
    #expect(check.status == 0)
    #expect(check.output.hasSuffix("verdict: pass rules=7 failed=0\n"))
    let again = Program.run("init image.tar", in: folder.path)
    #expect(again.status == 2)
    #expect(again.error == "tare: .tare.yaml: is there already; --force writes over it, -o - prints\n")
    #expect(Program.run("init image.tar --force", in: folder.path).status == 0)
    #expect(Program.run("init image.tar -o -", in: folder.path).output.hasPrefix("# What tare check holds this image to."))
  }

  @Test func aFailedGateIsStatusOneAndAllReportsAreThere() throws {
    let folder = folder([".tare.yaml": "findings: off\nbudgets: {dead: 0, image: 1 MB}"])
    let run = Program.run("check image.tar --report junit=j.xml --report json=r.json --format terminal", in: folder.path)
    #expect(run.status == 1)
    #expect(run.error == "")
    #expect(run.output.hasSuffix("\nverdict: fail rules=2 failed=1\n"))
    let xml = try String(contentsOfFile: folder.path + "/j.xml", encoding: .utf8)
    #expect(xml.contains("<testsuites tests=\"2\" failures=\"1\">"))
    #expect(xml.contains("<testcase classname=\"tare.budgets\" name=\"budgets.image\"/>"))
    let json = try String(contentsOfFile: folder.path + "/r.json", encoding: .utf8)
    #expect(json.contains("\"gate\": {\n    \"passed\": false,"))
    // The report is one to measure growth from.
    folder.write(Array("findings: off\ngrowth: {image: 0, package: 1}".utf8), as: "g.yaml")
    #expect(Program.run("check image.tar --config g.yaml --against r.json", in: folder.path).output.hasSuffix("rules=2 failed=0\n"))
  }

  @Test func withoutAPolicyTheDefaultsAreSaid() {
    let folder = folder()
    let run = Program.run("check image.tar", in: folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("no .tare.yaml: the defaults hold, no finding of severity high, up to low risk"))
  }

  @Test func exceptionsHoldWithoutTheGateToo() {
    let text = "exceptions: [{finding: 'delete*', reason: for the audit}]"
    let folder = folder([".tare.yaml": text])
    let run = Program.run("image.tar --format json", in: folder.path)
    #expect(run.output.contains("\"exception\": \"for the audit (.tare.yaml line 1)\""))
    #expect(Program.run("image.tar", in: folder.path).output.contains("by .tare.yaml: 1 exception\n"))
  }

  @Test func divesRulesJudgeOurFigures() {
    let folder = folder([".dive-ci": "rules:\n  lowestEfficiency: 0.65\n  highestWastedBytes: 3kB\n"])
    let run = Program.run("check image.tar", in: folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("dive's rules on tare's figures: .dive-ci"))
    #expect(run.output.contains("pass  dive.highestWastedBytes"))
    #expect(run.output.hasSuffix("verdict: fail rules=3 failed=1\n"))
  }

  private static let wrong: [(files: [String: String], arguments: String, message: String)] = [
    ([:], "image.tar --format junit", "--format junit shows a verdict; type: tare check image.tar --format junit"),
    ([".tare.yaml": "budgets:\n  ded: 1"], "check image.tar", ".tare.yaml:2:3: budgets: unknown key ded; did you mean dead?"),
    ([".tare.yaml": "budgets:\n  ded: 1"], "image.tar", ".tare.yaml:2:3: budgets: unknown key ded; did you mean dead?"),
    (
      [".tare.yaml": "budgets: {dead: 1"], "check image.tar",
      ".tare.yaml:2:1: not YAML: while parsing a flow mapping, did not find expected ',' or '}'"
    ),
    (
      ["p": "budgets: {removable: {none: 2 MB, low: 1 MB}}"], "check image.tar --config p",
      "p:1:40: budgets.removable.low: 1 MB is less than 2 MB of none, which it includes"
    ),
    ([:], "check image.tar --config nope", "nope: No such file or directory"),
    ([:], "check image.tar --against nope", "nope: No such file or directory"),
    (
      ["r": "{\"schemaVersion\": 7}"], "check image.tar --against r --report json=out.json",
      "r: is a report of version 7, and this tare reads version 1; make it anew with this tare"
    ),
    (
      ["r": "hello"], "check image.tar --against r",
      "r: is not a JSON report of tare; make one with tare IMAGE --format json -o report.json"
    ),
    (
      [:], "check image.tar --report json=out.json --report junit=no/such.xml",
      "no/such.xml: cannot be written: No such file or directory"
    ),
    (
      [:], "check image.tar --report json=out.json --report junit=./out.json",
      "two reports go to ./out.json; give each a file of its own; see tare --help"
    ),
    (
      ["p": "budgets: {image: {stored: 1}}"], "check image.tar --config p --report json=out.json",
      "image.tar: budgets.image.stored: layer 0 is not compressed, so what a registry would store is not known; check the pushed image (skopeo copy makes an OCI layout of it), or budget unpacked bytes"
    ),
    (
      ["dc": "rules: {lowestEfficiency: 2}"], "check image.tar --dive-ci dc",
      "dc: lowestEfficiency: takes a ratio from 0 to 1; 2 is outside of it"
    ),
    ([:], "check image.tar --highestWastedBytes 2XB", "flags: highestWastedBytes: takes bytes, as 20MB or 1 GiB, or disabled"),
  ]

  @Test(arguments: wrong.indices) func whatCannotBeJudgedIsOneLineAndNoFile(index: Int) {
    let (files, arguments, message) = Self.wrong[index]
    let folder = folder(files)
    let run = Program.run(arguments, in: folder.path)
    #expect(run.status == 2)
    #expect(run.error == "tare: \(message)\n")
    #expect(run.output == "")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out.json"))
  }
}
