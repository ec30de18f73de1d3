import TareDockerfile
import TareOrder
import Testing

@Suite struct ReplayTests {
  /// a, then b, then a back, then nothing of it.
  private func project() -> Project {
    let project = Project()
    project.write("src/a", "1")
    project.write("conf/x.conf", "1")
    project.write("conf/x.txt", "1")
    project.commit()
    project.write("src/a", "2")
    project.commit()
    project.write("conf/x.txt", "2")
    project.commit()
    project.write("src/a", "1")
    project.commit()
    project.write("conf/x.conf", "2")
    project.commit()
    return project
  }

  @Test func aStepIsMadeAgainWhenItsFilesChangeOrWhatItStandsOn() throws {
    let report = try project().judge("FROM a\nCOPY src /s\nRUN one\nCOPY conf/*.conf /c/\nRUN two\n")
    let builds = report.before.instructions.map { $0.builds.map { $0 ? 1 : 0 } }
    // Going back to what was there before makes nothing again.
    #expect(builds == [[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 1]])
    let last = report.before.instructions[3]
    #expect(last.own == 0)
    #expect(last.inherited.map(\.count) == [1, 1])
    #expect(last.inherited.map(\.cause.index) == [0, 2])
    #expect(report.before.instructions[2].files.map { String(decoding: $0.path, as: UTF8.self) } == ["conf/x.conf"])
    #expect(report.before.untouched == 2)
  }

  @Test func ignoredFilesChangeNothing() throws {
    let project = project()
    project.write(".dockerignore", "src\n.git\n")
    project.commit()
    project.write("src/a", "9")
    project.commit()
    let report = try project.judge("FROM a\nCOPY . /s\n")
    // The commit that brings the rules takes the sources out.
    #expect(report.before.instructions[0].builds == [true, true, true, true, true, false])
  }

  @Test func aRepositoryThatIsCopiedChangesWithEveryCommit() throws {
    let report = try project().judge("FROM a\nCOPY . /s\n")
    #expect(report.before.made(line: 2) == 4)
    #expect(report.assumptions.contains(.gitDirectoryCopied([InstructionPlace(stage: 0, index: 0)])))
  }

  @Test func onlyStagesThatTheTargetNeedsAreBuilt() throws {
    let report = try project().judge("FROM a AS x\nCOPY src /s\nFROM a AS y\nCOPY conf /c\nFROM a\nCOPY --from=y /c /c\n")
    #expect(report.before.instructions.map(\.place.stage) == [1, 2])
    let other = try project().judge("FROM a AS x\nCOPY src /s\nFROM a AS y\nCOPY conf /c\n") { $0.parameters.target = "x" }
    #expect(other.before.instructions.map(\.place.stage) == [0])
    #expect(throws: OrderError.noSuchStage("z")) { try project().judge("FROM a\n") { $0.parameters.target = "z" } }
  }

  @Test func aCopyFromAStageDependsOnWhatMayHaveWrittenIt() throws {
    let text =
      "FROM a AS x\nWORKDIR /w\nCOPY src ./src\nRUN make\nCOPY conf ./conf\nFROM a\nCOPY --from=x /w/out /o\nCOPY --from=x /w /w\n"
    let report = try project().judge(text)
    #expect(report.before.made(line: 5) == 4)
    #expect(report.before.made(line: 7) == 1)
    #expect(report.before.made(line: 8) == 4)
  }

  @Test func mountsOfTheContextCount() throws {
    let report = try project().judge("FROM a\nRUN --mount=type=bind,source=conf,target=/c x\nRUN --mount=target=/c,source=none x\n")
    #expect(report.before.instructions.map(\.own) == [2, 0])
  }

  @Test func aLinkedCopyDoesNotDependOnWhatItIsLaidOver() throws {
    let report = try project().judge("FROM a\nCOPY src /s\nCOPY --link conf/x.conf /c\nRUN x\n")
    #expect(report.before.instructions.map { $0.builds.count { $0 } } == [1, 1, 2])
  }

  @Test func equalStepsOnEqualStatesAreOne() throws {
    let report = try project().judge("FROM a AS x\nCOPY src /s\nFROM a\nCOPY src /s\nCOPY --from=x /s /t\n")
    #expect(report.before.instructions.map { $0.twin != nil } == [false, true, false])
    #expect(report.before.figures.instructions == 2)
  }

  @Test func aVaryingArgumentReachesEveryRunAfterIt() throws {
    let text = "FROM a\nRUN x\nARG REVISION\nRUN y\nCOPY src /s\nENV R=$REVISION\n"
    let report = try project().judge(text) { $0.varying = [Array("REVISION".utf8)] }
    #expect(report.before.instructions.map(\.made) == [0, 4, 4])
    #expect(report.before.instructions.map(\.own) == [0, 4, 2])
  }

  @Test func bytesAreCountedPerBuildAndOnlyLayersOfTheImageArePushed() throws {
    let text = "FROM a AS x\nCOPY src /s\nFROM a\nCOPY conf/x.conf /c\nCOPY --from=x /s /s\n"
    let report = try project().judge(text) {
      $0.sizes = [
        InstructionPlace(stage: 0, index: 0): 100, InstructionPlace(stage: 1, index: 0): 10,
        InstructionPlace(stage: 1, index: 1): 1,
      ]
    }
    #expect(report.before.rebuilt.perBuild == [101, 0, 0, 11])
    #expect(report.before.pushed.perBuild == [1, 0, 0, 11])
    #expect(report.before.pushed.mean == 3)
    #expect(report.before.pushed.p90 == 11)
  }

  @Test func excludedFilesOfACopyDoNotCount() throws {
    let report = try project().judge("FROM a\nCOPY --exclude=*.txt conf /c\nCOPY --exclude=*.conf conf/*.conf conf/x.txt /d/\n")
    #expect(report.before.instructions.map(\.own) == [1, 1])
  }

  @Test func theSameHistoryGivesTheSameReport() throws {
    let project = project()
    let text = "FROM a\nWORKDIR /w\nCOPY . .\nRUN apt-get update\nRUN useradd x\n"
    let first = try project.judge(text)
    #expect(first.text != nil)
    for _ in 0..<3 {
      let next = try project.judge(text)
      #expect(next.diff == first.diff && next.moves == first.moves && next.furtherSteps == first.furtherSteps)
    }
  }
}
