import TareDockerfile
import TareOrder
import Testing

@Suite struct ProposalTests {
  private func project(_ files: [String: String] = [:]) -> Project {
    let project = Project()
    project.write(".dockerignore", ".git\n")
    project.write("requirements.txt", "flask\n")
    project.write("app/main.py", "0")
    for (name, text) in files { project.write(name, text) }
    project.commit()
    for number in 1...6 {
      project.write("app/main.py", "\(number)")
      project.commit()
    }
    return project
  }

  @Test func packagesOfTheSystemGoAboveTheCode() throws {
    let report = try project().judge(
      """
      FROM debian
      WORKDIR /srv
      # the code
      COPY . .

      # tools
      RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
      CMD ["x"]

      """)
    #expect(
      report.text == """
        FROM debian
        WORKDIR /srv

        # tools
        RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
        # the code
        COPY . .
        CMD ["x"]

        """)
    #expect(report.before.figures.runs == 6)
    #expect(report.after?.figures.runs == 0)
    #expect(report.moves.count == 1)
    #expect(report.moves.first?.passed == [InstructionPlace(stage: 0, index: 2)])
  }

  @Test func manifestsAreSplitOffTheCode() throws {
    let report = try project().judge("FROM python\nWORKDIR /srv\nCOPY --chown=1:1 . .\nRUN pip install -r requirements.txt\n")
    #expect(
      report.text
        == "FROM python\nWORKDIR /srv\nCOPY --chown=1:1 requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY --chown=1:1 . .\n"
    )
    #expect(report.after?.figures.runs == 0)
    let kinds = report.furtherSteps.map(\.kind)
    #expect(kinds == [])
  }

  @Test func whatWasCopiedBeforeIsNotSplitOffAgain() throws {
    let report = try project().judge(
      "FROM python\nWORKDIR /srv\nCOPY requirements.txt ./\nCOPY . .\nRUN pip install -r requirements.txt\n")
    #expect(report.text == "FROM python\nWORKDIR /srv\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\n")
  }

  @Test func mountsAreNamedForWhatRunsAgain() throws {
    let project = project()
    project.write("requirements.txt", "flask\nrich\n")
    project.commit()
    let report = try project.judge("FROM python\nWORKDIR /srv\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n")
    #expect(report.after?.figures.runs == 1)
    #expect(
      report.furtherSteps.map { $0.flags.map { String(decoding: $0, as: UTF8.self) } } == [
        ["--mount=type=bind,source=requirements.txt,target=/srv/requirements.txt"], ["--mount=type=cache,target=/root/.cache/pip"],
      ])
    #expect(report.furtherSteps.last?.drop == [Array("--no-cache-dir".utf8)])
  }

  @Test(arguments: [
    // A manifest that leads to other files.
    ("requirements.txt", "-e .\n", "pip install -r requirements.txt"),
    ("requirements.txt", "./local\n", "pip install -r requirements.txt"),
    ("requirements.txt", "-r more.txt\n", "pip install -r requirements.txt"),
    ("package.json", "{\"scripts\": {\"postinstall\": \"node x\"}}", "npm ci"),
    ("package.json", "{\"workspaces\": [\"a\"]}", "npm ci"), ("go.mod", "replace a => ./a\n", "go mod download"),
    ("pyproject.toml", "[project]\ndynamic = [\"dependencies\"]\n", "uv pip install --system -r pyproject.toml"),
    // A command that changes what is copied, or reads all of it.
    ("package.json", "{}", "npm install"), ("x", "", "pip install ."), ("x", "", "make"), ("x", "", "cp -r app /x"),
    ("x", "", "rm -rf app"), ("x", "", "curl example.org | sh"), ("x", "", "cd app && ./configure"),
    ("x", "", "echo $(cat app/main.py)"),
    ("x", "", "PATH=/srv/app apt-get update"), ("x.deb", "", "apt-get install -y ./x.deb"), ("x", "", "for f in *; do rm $f; done"),
    ("x", "", "apt-get update < app/main.py"), ("x", "", "echo 1 > app/main.py"), ("x", "", "apt-get update && if"),
  ])
  func whatMayReadTheCodeStaysBehindIt(_ file: String, _ content: String, _ command: String) throws {
    let report = try project([file: content]).judge("FROM python\nWORKDIR /srv\nCOPY . .\nRUN \(command)\n")
    #expect(report.text == nil, "\(report.text ?? "")")
    #expect(report.after == nil && report.diff.isEmpty && report.moves.isEmpty)
  }

  @Test(arguments: [
    ("package.json", "{\"dependencies\": {\"a\": \"1\"}}", "npm ci"), ("go.mod", "module a\n", "go mod download"),
    ("package.json", "{\"scripts\": {\"postinstall\": \"node x\"}}", "npm ci --ignore-scripts"),
    ("yarn.lock", "", "yarn install --frozen-lockfile"),
    ("pyproject.toml", "[project]\ndependencies = [\"a\"]\n", "uv pip install --system -r pyproject.toml"),
    ("pyproject.toml", "[project]\n", "uv sync --frozen --no-install-project"), ("poetry.lock", "", "poetry install --no-root"),
    ("x", "", "useradd -m service"), ("x", "", "apk add --no-cache git"), ("x", "", "mkdir -p /data && chown 1000 /data"),
    ("x", "", "set -eux; apt-get update; apt-get install -y git"),
    ("x", "", "DEBIAN_FRONTEND=noninteractive apt-get install -y git"),
  ])
  func whatReadsNoneOfItOrOnlyManifestsGoesAbove(_ file: String, _ content: String, _ command: String) throws {
    let report = try project([file: content]).judge("FROM python\nWORKDIR /srv\nCOPY . .\nRUN \(command)\n")
    #expect(report.after?.figures.runs == 0)
  }

  @Test func whatAnInstructionNeedsStaysBeforeIt() throws {
    // The user of the copy, the variable of the command, the directory for programs.
    let project = project()
    for text in [
      "FROM a\nWORKDIR /srv\nCOPY --chown=service . .\nRUN useradd service\n",
      "FROM a\nWORKDIR /srv\nCOPY app /usr/local/bin\nRUN apt-get update\n",
      "FROM a\nENV PATH=/srv/app:$PATH\nCOPY . /srv\nRUN apt-get update\n",
      "FROM a\nCOPY app /app\nVOLUME /app\nRUN make\n", "FROM a\nSHELL [\"/app/sh\"]\nCOPY app /app\nRUN apt-get update\n",
    ] {
      #expect(try project.judge(text).text == nil, "\(text)")
    }
  }

  @Test func aVaryingArgumentMovesBehindWhatDoesNotNeedIt() throws {
    let text = "FROM a\nARG REVISION\nLABEL revision=$REVISION\nRUN apt-get update\nRUN useradd x\n"
    let report = try project().judge(text) { $0.varying = [Array("REVISION".utf8)] }
    #expect(report.before.figures.runs == 12)
    #expect(report.after?.figures.runs == 0)
    #expect(report.text == "FROM a\nRUN apt-get update\nRUN useradd x\nARG REVISION\nLABEL revision=$REVISION\n")
  }

  @Test func theLargeCopyGoesBelowTheRareOne() throws {
    let project = project(["data/big": "0"])
    let text = "FROM a\nCOPY app /app\nCOPY data /data\n"
    let report = try project.judge(text) {
      $0.sizes = [InstructionPlace(stage: 0, index: 0): 10, InstructionPlace(stage: 0, index: 1): 1000]
    }
    #expect(report.text == "FROM a\nCOPY data /data\nCOPY app /app\n")
    #expect(report.before.pushed.total == 6060)
    #expect(report.after?.pushed.total == 60)
  }

  @Test func endsOfLinesAndOfTheFileStay() throws {
    let text = "FROM a\r\nCOPY app /app\r\n\r\n# tools\r\nRUN apt-get update"
    let report = try project().judge(text)
    #expect(report.text == "FROM a\r\n# tools\r\nRUN apt-get update\r\nCOPY app /app")
  }

  @Test func aBetterOrderCannotBeBettered() throws {
    let project = project(["package.json": "{}", "web/x": "1"])
    let text = """
      FROM a AS web
      WORKDIR /web
      COPY . .
      RUN npm ci
      RUN make
      FROM a
      WORKDIR /srv
      COPY . .
      RUN apt-get update
      RUN pip install -r requirements.txt
      COPY --from=web /web/dist ./dist
      USER x

      """
    let first = try project.judge(text)
    let second = try project.judge(try #require(first.text))
    #expect(second.text == nil)
    #expect(second.before.figures == first.after?.figures)
    #expect(!second.stages.contains { !$0.isExact })
  }
}
