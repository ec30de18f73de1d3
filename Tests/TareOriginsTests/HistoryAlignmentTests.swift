import TareDockerfile
import TareOCI
import TareOrigins
import Testing

struct HistoryAlignmentTests {
  @Test(arguments: CapturedHistory.all)
  func eachRowFindsTheLineItWasBuiltFrom(_ captured: CapturedHistory) throws {
    let alignment = try captured.aligned()
    for (row, line) in alignment.lines.enumerated() {
      #expect(line.map { [$0.lines.lowerBound, $0.lines.upperBound] } == captured.lines[row], "row \(row)")
      if let line { #expect(line.confidence > .guess, "row \(row)") }
    }
  }

  @Test func allCapturedHistoriesAreThere() { #expect(CapturedHistory.all.count == 26) }

  @Test(arguments: ["truthgraph.buildkit", "faults.buildkit", "plain.buildkit", "stages.buildkit", "stages.classic"])
  func unchangedFilesAreCertain(_ name: String) throws {
    let captured = try CapturedHistory.read(name)
    let alignment = try captured.aligned()
    #expect(alignment.match == .whole)
    #expect(alignment.baseRows == captured.baseRows)
    #expect(alignment.baseConfidence == .certain)
    #expect(alignment.unmatched.isEmpty)
    #expect(alignment.lines.compactMap { $0 }.allSatisfy { $0.confidence == .certain })
  }

  @Test(arguments: CapturedHistory.all)
  func certainIsNeverWrongWhenALineIsGone(_ captured: CapturedHistory) throws {
    try check(captured) { lines, chosen in
      var file = lines
      file.removeSubrange(chosen.lowerBound - 1...chosen.upperBound - 1)
      let gone = chosen.count
      return (file, { $0 == chosen ? nil : $0.lowerBound > chosen.upperBound ? $0.lowerBound - gone...$0.upperBound - gone : $0 })
    }
  }

  @Test(arguments: CapturedHistory.all)
  func certainIsNeverWrongWhenALineIsNew(_ captured: CapturedHistory) throws {
    for new in ["RUN apt-get install something", "COPY b.txt /data/", "ENV X=2", "WORKDIR /app", "USER nobody"] {
      try check(captured) { lines, chosen in
        // A second line of the same text is no other line.
        guard !lines.contains(new) else { return nil }
        var file = lines
        file.insert(new, at: chosen.lowerBound - 1)
        return (file, { $0.lowerBound >= chosen.lowerBound ? $0.lowerBound + 1...$0.upperBound + 1 : $0 })
      }
    }
  }

  @Test(arguments: CapturedHistory.all)
  func certainIsNeverWrongWhenALineIsEdited(_ captured: CapturedHistory) throws {
    try check(captured) { lines, chosen in
      var file = lines
      let last = file[chosen.upperBound - 1]
      guard !last.hasSuffix("]"), !last.hasSuffix("\"") else { return nil }
      file[chosen.upperBound - 1] = last + ".new"
      return (file, { $0 })
    }
  }

  /// Changes the file at each instruction that has a row, in turn. `certain` may never be wrong; of what is likely, nine in
  /// ten must be right.
  private func check(
    _ captured: CapturedHistory,
    _ change: ([String], ClosedRange<Int>) -> (file: [String], map: (ClosedRange<Int>) -> ClosedRange<Int>?)?
  ) throws {
    var (likely, wrong) = (0, 0)
    for case let chosen? in Set(captured.lines) {
      guard let changed = change(captured.dockerfile, chosen[0]...chosen[1]) else { continue }
      var perturbed = captured
      perturbed.dockerfile = changed.file
      perturbed.lines = captured.lines.map { $0.flatMap { changed.map($0[0]...$0[1]) }.map { [$0.lowerBound, $0.upperBound] } }
      let alignment = try perturbed.aligned()
      #expect(perturbed.wrong(alignment, .certain).isEmpty, "changed at \(chosen)")
      likely += alignment.lines.count { $0?.confidence == .likely }
      wrong += perturbed.wrong(alignment, .likely).count
    }
    #expect(wrong * 10 <= likely, "\(wrong) of \(likely) likely lines")
  }

  @Test func anotherFileMatchesNothing() throws {
    let built = CapturedHistory.all.filter { $0.name.hasSuffix(".buildkit") }
    for captured in CapturedHistory.all {
      for other in built where other.prefix != captured.prefix {
        var mixed = captured
        mixed.dockerfile = other.dockerfile
        let alignment = try mixed.aligned()
        #expect(alignment.match == .other, "\(captured) beside the Dockerfile of \(other)")
        #expect(alignment.lines.allSatisfy { ($0?.confidence ?? .guess) == .guess })
        #expect(alignment.stages.isEmpty && alignment.unmatched.isEmpty)
      }
    }
  }

  @Test func theStageThatWasBuiltIsFound() throws {
    let captured = try CapturedHistory.read("target.buildkit")
    #expect(try captured.aligned().stages == [0, 2])
    #expect(try captured.aligned(target: "test").stages == [0, 2])
    #expect(try captured.aligned(target: "2").stages == [0, 2])
    #expect(try captured.aligned(target: "prod").match != .whole)
    #expect(try captured.aligned(target: "none").match == .other)
    #expect(try CapturedHistory.read("stages.buildkit").aligned().stages == [0, 4, 5])
  }

  @Test func theBaseIsNamedWithItsVariables() throws {
    let alignment = try CapturedHistory.read("arguments.buildkit").aligned()
    #expect(alignment.baseName.map { String(decoding: $0, as: UTF8.self) } == "tare-origins/base")
    #expect(try CapturedHistory.read("scratch.classic").aligned().baseName == nil)
  }

  @Test func linesOfATriggerAreTheOnbuilds() throws {
    let alignment = try CapturedHistory.read("onbuild.buildkit").aligned()
    #expect(alignment.lines.compactMap { $0 }.filter(\.isTrigger).map(\.lines) == [3...3, 4...4])
  }

  @Test func aMovedLineIsLikely() throws {
    var captured = try CapturedHistory.read("faults.buildkit")
    let line = try #require(captured.dockerfile.firstIndex(of: "RUN useradd -m service"))
    captured.dockerfile.remove(at: line)
    captured.dockerfile.insert("RUN useradd -m service", at: line + 3)
    let row = try #require(captured.history.firstIndex { $0.createdBy?.contains("useradd") == true })
    let found = try captured.aligned().lines[row]
    #expect(found?.lines == line + 4...line + 4)
    #expect(found?.confidence == .likely)
  }

  @Test func anUnmatchedInstructionIsSaid() throws {
    var captured = try CapturedHistory.read("faults.buildkit")
    let line = try #require(captured.dockerfile.firstIndex(of: "RUN apt-get update"))
    captured.dockerfile.insert("RUN curl -fsSL https://example.org/tool > /usr/bin/tool", at: line)
    let alignment = try captured.aligned()
    #expect(alignment.match == .part)
    #expect(alignment.unmatched.map(\.lines) == [line + 1...line + 1])
  }

  @Test func heredocsAsBuildKitWritesThem() throws {
    let text = """
      FROM debian
      RUN <<EOF
      apt-get update
      apt-get install -y curl
      EOF
      RUN <<'PY'
      #!/usr/bin/env python3
      print("hello")
      PY
      COPY <<conf <<-other a.txt /etc/app/
      key=value
      conf
      \tindented
      \tother
      RUN cat <<one - <<two > /both
      1
      one
      2
      two
      """
    let history = [
      "RUN /bin/sh -c apt-get update\napt-get install -y curl\n # buildkit", "RUN /dev/pipes/PY # buildkit",
      "COPY a.txt <<conf <<other /etc/app/ # buildkit", "RUN /bin/sh -c cat <<one - <<two > /both\n1\none\n2\ntwo # buildkit",
    ].map { HistoryRecord(createdBy: $0, comment: "buildkit.dockerfile.v0") }
    let alignment = HistoryAlignment(
      [HistoryRecord(comment: "imported")] + history, try Dockerfile(parsing: Array(text.utf8)))
    #expect(alignment.lines.map { $0?.lines } == [nil, 2...5, 6...9, 10...14, 15...19])
    #expect(alignment.match == .whole)
  }

  @Test func kanikoWritesTheDockerfilesOwnText() throws {
    let text = """
      FROM debian
      ARG VERSION
      RUN --mount=type=cache,target=/x apt-get update
      COPY --from=build --chown=app ["a b", "/srv/"]
      ENTRYPOINT ["/srv/a b"]
      """
    let history = [
      "ARG VERSION", "RUN apt-get update", "COPY --from=build --chown=app [\"a b\", \"/srv/\"]", "ENTRYPOINT [\"/srv/a b\"]",
    ].map { HistoryRecord(createdBy: $0) }
    let alignment = HistoryAlignment(
      [HistoryRecord(createdBy: "/bin/sh -c #(nop)  CMD [\"bash\"]")] + history, try Dockerfile(parsing: Array(text.utf8)))
    #expect(alignment.lines.map { $0?.lines.lowerBound } == [nil, 2, 3, 4, 5])
  }
}

extension CapturedHistory {
  fileprivate var prefix: Substring { name.prefix { $0 != "." } }
}
