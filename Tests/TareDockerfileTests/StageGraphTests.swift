import TareDockerfile
import Testing

@Suite("Dockerfile: stages and their environment")
struct StageGraphTests {
  private func graph(_ text: String, _ parameters: BuildParameters = BuildParameters()) throws -> StageGraph {
    StageGraph(try Dockerfile(text), parameters: parameters)
  }

  private func arguments(_ lines: String...) -> BuildParameters {
    BuildParameters(arguments: VariableList(environment: lines.map { Array($0.utf8) }))
  }

  /// A variable at the end of a stage.
  private func value(_ name: String, atEndOf stage: Int, _ graph: StageGraph, base: VariableList = VariableList()) throws -> String?
  {
    var environment = try StageEnvironment(entering: stage, of: graph, base: base)
    for instruction in graph.dockerfile.stages[stage].instructions { try environment.apply(instruction) }
    return environment[name].map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func fromNamesAnEarlierStageOrAnImage() throws {
    let graph = try graph("FROM b AS a\nFROM a AS b\nFROM b\nFROM B\nFROM scratch\nFROM 0\nFROM $X\n")
    #expect(
      graph.origins == [
        .image(Array("b".utf8)), .stage(0), .stage(1), .image(Array("B".utf8)), .scratch, .image(Array("0".utf8)), .unresolved,
      ])
    #expect(graph.chain(to: 2) == [0, 1, 2])
    #expect(graph.chain(to: 4) == [4])
  }

  @Test func fromUsesGlobalArguments() throws {
    let text = "ARG V=1\nARG BASE=img:$V-$TARGETARCH\nFROM ${BASE} AS x\n"
    #expect(try graph(text).origins == [.image(Array("img:1-amd64".utf8))])
    #expect(try graph(text, arguments("V=2")).origins == [.image(Array("img:2-amd64".utf8))])
    #expect(try graph(text, arguments("BASE=x")).origins == [.image(Array("x".utf8))])
  }

  @Test func aNameMeansTheLatestEarlierStage() throws {
    let graph = try graph("FROM a AS s\nFROM b AS s\nFROM s\nFROM c AS s\n")
    #expect(graph.origins[2] == .stage(1))
    #expect(graph.source(ofCopyFrom: Array("S".utf8), in: 2) == .stage(1))
    #expect(graph.source(ofCopyFrom: Array("s".utf8), in: 0) == .image(Array("s".utf8)))
    #expect(graph.target(named: "S") == 3)
    #expect(graph.target(named: "none") == nil)
    #expect(graph.target(named: nil) == 3)
  }

  @Test func numbersMeanEarlierStagesInCopyOnly() throws {
    let graph = try graph("FROM a\nFROM b\nFROM c\n")
    #expect(graph.source(ofCopyFrom: Array("1".utf8), in: 2) == .stage(1))
    #expect(graph.source(ofCopyFrom: Array("2".utf8), in: 2) == .unresolved)
    #expect(graph.source(ofMountFrom: Array("1".utf8), in: 2) == .image(Array("1".utf8)))
  }

  @Test func onlyNeededStagesAreBuilt() throws {
    let graph = try graph(
      "FROM a AS base\nFROM base AS tests\nFROM a AS cache\nFROM base AS build\nRUN --mount=type=bind,from=cache,target=/c x\n"
        + "FROM scratch\nCOPY --from=Build /x /y\n")
    #expect(graph.needed(for: 4) == [0, 2, 3, 4])
    #expect(graph.needed(for: 1) == [0, 1])
  }

  @Test func globalArgumentsReachAStageByName() throws {
    let graph = try graph("ARG V=1\nFROM a\nENV BEFORE=$V\nARG V\nENV AFTER=$V\n")
    #expect(try value("BEFORE", atEndOf: 0, graph) == "")
    #expect(try value("AFTER", atEndOf: 0, graph) == "1")
  }

  @Test func aDefaultInTheStageBeatsTheGlobalOneAndGivenValuesBeatBoth() throws {
    let text = "ARG V=1\nFROM a\nARG V=2\nARG W\nENV X=$V${W-unset}"
    #expect(try value("X", atEndOf: 0, graph(text)) == "2unset")
    #expect(try value("X", atEndOf: 0, graph(text, arguments("V=3", "W="))) == "3")
  }

  @Test func platformArgumentsNeedToBeDeclared() throws {
    let parameters = BuildParameters(
      targetPlatform: .init(architecture: "arm", variant: "v7"), buildPlatform: .init(architecture: "arm64"))
    let graph = try graph(
      "FROM --platform=$BUILDPLATFORM a\nENV X=$TARGETARCH\nARG TARGETPLATFORM BUILDPLATFORM\nENV Y=$TARGETPLATFORM-$BUILDPLATFORM",
      parameters)
    #expect(try value("X", atEndOf: 0, graph) == "")
    #expect(try value("Y", atEndOf: 0, graph) == "linux/arm/v7-linux/arm64")
  }

  @Test func environmentValuesAreThoseBeforeTheInstruction() throws {
    let graph = try graph("FROM a\nENV a=1\nENV a=2 b=$a c=\"$a $a\" $a=x\nARG d=$a e=$d\n")
    #expect(try value("b", atEndOf: 0, graph) == "1")
    #expect(try value("c", atEndOf: 0, graph) == "1 1")
    #expect(try value("1", atEndOf: 0, graph) == "x")
    #expect(try value("e", atEndOf: 0, graph) == "2")
  }

  @Test func stagesInheritEnvironmentAndArguments() throws {
    let graph = try graph("FROM a AS x\nARG A=1\nENV E=$A\nARG E=9\nFROM x\nENV F=$A$E\nFROM a\nENV F=$A$E\n")
    #expect(try value("F", atEndOf: 1, graph) == "11")
    #expect(try value("F", atEndOf: 2, graph) == "")
    let environment = try StageEnvironment(entering: 1, of: graph)
    #expect(environment.arguments.map { String(decoding: $0.name, as: UTF8.self) } == ["A", "E"])
    #expect(environment.imageVariables["E"] == Array("1".utf8))
    #expect(environment.imageVariables["A"] == nil)
  }

  @Test func pathHasADefaultAndTheBaseImageBeatsIt() throws {
    let graph = try graph("FROM a\nENV PATH=/x:$PATH\n")
    #expect(try value("PATH", atEndOf: 0, graph) == "/x:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    #expect(try value("PATH", atEndOf: 0, graph, base: VariableList(environment: [Array("PATH=/b".utf8)])) == "/x:/b")
  }

  @Test func proxiesAreNoVariablesUntilDeclared() throws {
    let parameters = arguments("HTTP_PROXY=p")
    #expect(try value("X", atEndOf: 0, graph("FROM a\nENV X=$HTTP_PROXY", parameters)) == "")
    #expect(try value("X", atEndOf: 0, graph("FROM a\nARG HTTP_PROXY\nENV X=$HTTP_PROXY", parameters)) == "p")
    #expect(BuildParameters.isProxy(Array("No_Proxy".utf8)))
    #expect(!BuildParameters.isProxy(Array("PROXY".utf8)))
  }

  @Test func heredocsOfCopyAreExpandedUnlessQuoted() throws {
    let graph = try graph("FROM a\nENV A=1\nCOPY <<X <<'Y' /d/\n'$A'\nX\n$A\nY\n")
    var environment = try StageEnvironment(entering: 0, of: graph)
    let instructions = graph.dockerfile.stages[0].instructions
    try environment.apply(instructions[0])
    let contents = try instructions[1].heredocs.map { String(decoding: try environment.content(of: $0), as: UTF8.self) }
    #expect(contents == ["'1'\n", "$A\n"])
  }

  @Test func failuresNameTheirPlace() throws {
    let graph = try graph("ARG X=${Y:?why}\nFROM ${Z?}\nRUN x\nENV A=1 B=${A/}\n")
    #expect(graph.problems.map(\.description).first == "line 1, column 7: expected a value of `Y` (`why`), found `${Y:?why}`")
    #expect(graph.problems.map(\.line) == [1, 2])
    #expect(graph.origins == [.unresolved])
    let error = #expect(throws: DockerfileError.self) { try value("A", atEndOf: 0, graph) }
    #expect(error?.description == "line 4, column 11: expected `/` before the end of the text, found `${A/}`")
  }
}
