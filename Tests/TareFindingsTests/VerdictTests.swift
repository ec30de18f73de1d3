import TareFindings
import TareTestSupport
import Testing

@Suite struct VerdictTests {
  private static let site = "usr/local/lib/python3.11/site-packages"

  private static func distribution(_ name: String, _ files: [String: String], requires: String = "", to tar: inout TarBuilder) {
    tar.file(
      "\(site)/\(name)-1.0.dist-info/METADATA",
      "Metadata-Version: 2.1\nName: \(name)\nVersion: 1.0\n" + (requires.isEmpty ? "" : "Requires-Dist: \(requires)\n") + "\n")
    tar.file("\(site)/\(name)-1.0.dist-info/RECORD", files.keys.sorted().map { "\($0),,\n" }.joined())
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { tar.file("\(site)/\(path)", text) }
  }

  /// A base, distributions, an application whose one module imports torch, a copy written again, an account.
  private func examination() throws -> Examination {
    var image = ImageBuilder()
    image.layer { tar in
      tar.file("etc/os-release", "ID=debian\n")
      DebianFiles.write([DebianFiles.Package("libc6", ["/lib/libc": String(repeating: "c", count: 500)])], to: &tar)
    }
    image.layer { tar in
      Self.distribution("flask", ["flask/__init__.py": String(repeating: "f", count: 100)], to: &tar)
      Self.distribution("torch", ["torch/__init__.py": String(repeating: "t", count: 1000)], requires: "sympy", to: &tar)
      Self.distribution("sympy", ["sympy/__init__.py": String(repeating: "s", count: 300)], to: &tar)
    }
    image.layer { tar in
      tar.file("srv/web/app/__init__.py", "import flask\n")
      tar.file("srv/web/app/model.py", "import torch\n")
    }
    image.layer { tar in
      tar.file("srv/web/app/__init__.py", "import flask\n")
      tar.file("srv/web/app/model.py", "import torch\n")
    }
    image.layer { $0.file("etc/passwd", "service:x:1000:1000::/home/service:/bin/sh\n") }
    image.history = [
      "{\"created_by\":\"debian.sh\"}", "{\"created_by\":\"RUN pip install flask torch\"}", "{\"created_by\":\"COPY . /srv/web\"}",
      "{\"created_by\":\"RUN chown -R 7 /srv/web\"}", "{\"created_by\":\"RUN useradd service\"}",
      "{\"created_by\":\"USER service\",\"empty_layer\":true}",
    ]
    image.runConfig = "{\"WorkingDir\":\"/srv/web\",\"Cmd\":[\"python3\",\"-m\",\"app\"]}"
    return try Weighed(image).examination()
  }

  @Test func everyRowHasItsPurpose() throws {
    let verdicts = try examination().verdicts
    #expect(verdicts.layers.map(\.purpose) == [.baseSystem, .dependencies, .application, .application, .userSetup, .userSetup])
    #expect(verdicts.purposes.map(\.purpose).first == .dependencies)
    let rows = verdicts.purposes.flatMap(\.rows).sorted()
    #expect(rows == Array(0..<6))
  }

  @Test func whatIsWrittenAgainIsNotNeeded() throws {
    let verdicts = try examination().verdicts
    #expect(verdicts.layers[2].status == .notNeeded && verdicts.layers[2].removable == verdicts.layers[2].bytes)
    #expect(verdicts.layers[3].status == .expected)
  }

  @Test func removableBytesSumToTheTotal() throws {
    let examination = try examination()
    #expect(examination.verdicts.layers.reduce(0) { $0 + $1.removable } == examination.findings.removable)
    #expect(examination.verdicts.purposes.reduce(0) { $0 + $1.removable } == examination.findings.removable)
  }

  @Test func whatCountingFindingsTakeOffALayerSumsToWhatCanGo() throws {
    let examination = try examination()
    for verdict in examination.verdicts.layers {
      let counted = verdict.drops.filter { examination.findings.findings[$0.finding].counts }
      #expect(counted.reduce(0) { $0 + $1.bytes } == verdict.removable)
    }
  }

  @Test func theSplitCountsWhatOnlyOneSideNeeds() throws {
    let examination = try examination()
    let split = try #require(examination.split)
    let live = examination.analysis.ownership.totals.all
    let packages = examination.analysis.ownership.packages
    func own(_ name: String) -> Int { packages.first { $0.package.name == name }?.own ?? 0 }
    let model = own("torch") + own("sympy") + "import torch\n".utf8.count
    let other = own("flask") + "import flask\n".utf8.count
    #expect(split.api == live - model && split.ml == live - other && split.shared == live - model - other)
    #expect(split.modelSources.count == 1 && split.otherSources.count == 1)
  }
}
