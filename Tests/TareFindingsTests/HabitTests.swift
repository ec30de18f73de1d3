import TareDockerfile
import Testing

@testable import TareFindings

/// What the text of a Dockerfile says that may leave bytes, and what makes it harmless.
@Suite struct HabitTests {
  private func text(_ dockerfile: String, files: [String: String]? = nil, target: String? = nil) throws -> BuildText {
    let context = files.map { files in
      ContextFiles(
        files.map { ContextFiles.File(path: Array($0.key.utf8), size: $0.value.utf8.count) },
        read: { path, _ in files[String(decoding: path, as: UTF8.self)].map { Array($0.utf8) } })
    }
    return try #require(BuildText(try Dockerfile(parsing: Array(dockerfile.utf8)), target: target, context: context))
  }

  /// `line rule`, with `=bytes` where they were measured.
  private func found(_ dockerfile: String, _ rule: String? = nil, files: [String: String]? = nil) throws -> [String] {
    let selection = FindingSet.Selection(only: rule.map { [$0] } ?? [])
    return HabitSet(try text(dockerfile, files: files), selection: selection).habits.map { habit in
      "\(habit.lines.lowerBound) \(habit.rule)" + (habit.contextBytes.map { "=\($0)" } ?? "")
    }
  }

  private func isQuiet(_ run: String, _ rule: String, before: String = "") throws {
    #expect(try found("FROM debian\n\(before)\(run)\n", rule) == [], "\(run)")
  }

  // MARK: Lists, archives, recommendations

  @Test func listsThatAreLeft() throws {
    for (run, rule) in [
      ("RUN apt-get update && apt-get install -y --no-install-recommends curl", "package-lists"),
      ("RUN apt-get update && rm -rf /var/lib/apt/lists/partial", "package-lists"),
      ("RUN rm -rf /var/lib/apt/lists/* && apt-get update", "package-lists"), ("RUN apk update && apk add curl", "package-lists"),
      ("RUN dnf install -y curl", "package-lists"), ("RUN [\"apt-get\", \"update\"]", "package-lists"),
      ("RUN <<EOF\napt-get update\nEOF", "package-lists"),
    ] {
      #expect(try found("FROM debian\n\(run)\n", rule) == ["2 \(rule)"], "\(run)")
    }
  }

  @Test func listsThatAreNot() throws {
    for run in [
      "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*",
      "RUN apt-get update && rm -rf /var/lib/apt/lists", "RUN apt-get update && rm -rf /var/lib/apt/*",
      "RUN apt-get update && find /var/lib/apt/lists -type f -delete", "RUN apt-get update && apt-get distclean",
      "RUN --mount=type=cache,target=/var/lib/apt apt-get update",
      "RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update",
      "RUN apk add --no-cache curl", "RUN apk update && apk add curl && rm -rf /var/cache/apk/*",
      "RUN dnf install -y curl && dnf clean all", "RUN <<EOF\napt-get update\nrm -rf /var/lib/apt/lists/*\nEOF",
      "RUN echo apt-get update",
    ] { try isQuiet(run, "package-lists") }
    // A mount on another directory does not help.
    #expect(
      try found("FROM debian\nRUN --mount=type=cache,target=/var/cache/apt apt-get update\n", "package-lists") == [
        "2 package-lists"
      ])
  }

  @Test func archivesOnlyWhereTheSettingIsLifted() throws {
    let install = "RUN apt-get install -y --no-install-recommends curl"
    try isQuiet(install, "package-archives")
    let lifted = "RUN rm -f /etc/apt/apt.conf.d/docker-clean\n"
    #expect(try found("FROM debian\n\(lifted)\(install)\n", "package-archives") == ["3 package-archives"])
    try isQuiet("RUN --mount=type=cache,target=/var/cache/apt apt-get install -y curl", "package-archives", before: lifted)
    try isQuiet("\(install) && apt-get clean", "package-archives", before: lifted)
  }

  @Test func recommendations() throws {
    #expect(try found("FROM debian\nRUN apt-get install -y curl\n", "recommended-packages") == ["2 recommended-packages"])
    try isQuiet("RUN apt-get install -y --no-install-recommends curl", "recommended-packages")
    try isQuiet("RUN apt-get install -y -o APT::Install-Recommends=false curl", "recommended-packages")
    try isQuiet(
      "RUN apt-get install -y curl", "recommended-packages",
      before: "RUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/99\n")
    try isQuiet("RUN apk add curl", "recommended-packages")
  }

  // MARK: Caches

  @Test func cachesThatAreKept() throws {
    #expect(try found("FROM python\nRUN pip install flask\n", "manager-caches") == ["2 manager-caches"])
    #expect(try found("FROM node\nWORKDIR /app\nRUN npm ci --omit=dev\n", "manager-caches") == ["3 manager-caches"])
    #expect(
      try found("FROM python\nRUN --mount=type=cache,target=/root/.cache/uv pip install flask\n", "manager-caches").count == 1)
    for run in [
      "RUN pip install --no-cache-dir flask", "RUN PIP_NO_CACHE_DIR=1 pip install flask",
      "RUN --mount=type=cache,target=/root/.cache/pip pip install flask",
      "RUN --mount=type=cache,target=/root/.cache pip install flask",
      "RUN pip install flask && rm -rf ~/.cache", "RUN pip install flask && rm -rf /root/.cache/pip",
      "RUN pip install flask && pip cache purge",
      "RUN export PIP_NO_CACHE_DIR=1 && pip install flask", "RUN uv pip install --no-cache --system flask",
      "RUN npm ci && npm cache clean --force",
      "RUN pip install --no-index ./x.whl",
    ] { try isQuiet(run, "manager-caches") }
    try isQuiet("RUN pip install flask", "manager-caches", before: "ENV PIP_NO_CACHE_DIR=1\n")
    // The mount has to be where the tool is told to put it.
    #expect(
      try found("FROM python\nENV UV_CACHE_DIR=/c\nRUN --mount=type=cache,target=/root/.cache/uv uv sync\n", "manager-caches").count
        == 1)
    try isQuiet("RUN --mount=type=cache,target=/c uv sync", "manager-caches", before: "ENV UV_CACHE_DIR=/c\n")
  }

  // MARK: Stages

  @Test func stagesThatDoNotReachTheImage() throws {
    let build = "FROM debian AS build\nRUN apt-get update && apt-get install -y gcc\nRUN pip install x\n"
    #expect(try found("\(build)FROM debian\nCOPY --from=build /app/x /x\nUSER a\n") == [])
    // On the stage itself, all of it counts.
    #expect(try found("\(build)FROM build\nUSER a\n").map { $0.prefix(1) } == ["2", "2", "2", "3"])
    // And where all of it is copied.
    #expect(try found("\(build)FROM scratch\nCOPY --from=build / /\nUSER a\n", "package-lists") == ["2 package-lists"])
    #expect(try found("\(build)FROM scratch\nCOPY --from=build /root /root\nUSER a\n", "manager-caches") == ["3 manager-caches"])
    #expect(try found("\(build)RUN rm -rf /root/.cache\nFROM scratch\nCOPY --from=build /root /root\n", "manager-caches") == [])
    // Through another stage.
    let through = "FROM scratch AS mid\nCOPY --from=build /root/.cache /c\nFROM scratch\nCOPY --from=mid /c /c\n"
    #expect(try found(build + through, "manager-caches") == ["3 manager-caches"])
  }

  @Test func theTargetDecides() throws {
    let dockerfile = "FROM debian AS one\nRUN apt-get update\nFROM debian AS two\nUSER x\n"
    let set = HabitSet(try text(dockerfile, target: "one"), selection: FindingSet.Selection(only: ["package-lists"]))
    #expect(set.habits.count == 1)
    #expect(try found(dockerfile, "package-lists") == [])
    #expect(BuildText(try Dockerfile(parsing: Array(dockerfile.utf8)), target: "three") == nil)
  }

  // MARK: Tools

  @Test func toolsForBuilding() throws {
    #expect(try found("FROM debian\nRUN apt-get install -y gcc curl\n", "build-tools") == ["2 build-tools"])
    try isQuiet("RUN apt-get install -y gcc && make && apt-get purge -y --auto-remove gcc", "build-tools")
    try isQuiet("RUN apk add --no-cache --virtual .deps gcc musl-dev && apk del .deps", "build-tools")
    #expect(try found("FROM debian\nRUN apt-get install -y gcc\nCMD [\"gcc\", \"--version\"]\n", "build-tools") == [])
  }

  @Test func managersOfPackages() throws {
    #expect(
      try found("FROM python\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /usr/local/bin/\nCMD [\"python\"]\n", "package-managers")
        == ["2 package-managers"])
    #expect(
      try found(
        "FROM python\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /usr/local/bin/\nCMD [\"uv\", \"run\"]\n", "package-managers") == [])
    try isQuiet("RUN --mount=from=ghcr.io/astral-sh/uv,source=/uv,target=/bin/uv uv sync", "package-managers")
    #expect(try found("FROM python\nRUN pip install poetry\n", "package-managers") == ["2 package-managers"])
  }

  @Test func managersAmongWhatADirectoryBrings() throws {
    let large = String(repeating: "u", count: 1 << 20)
    #expect(
      try found("FROM python\nCOPY . /srv\n", "package-managers", files: ["t/uv": large, "x/uvx": "#!"]) == [
        "2 package-managers=\(1 << 20)"
      ])
  }

  /// Then the directory is not the one that it is built from, and what is copied is not known.
  @Test func aSourceThatIsNotThere() throws {
    #expect(
      try found("FROM debian\nCOPY lib /lib/x\nRUN chmod -R 777 /lib/x\n", "changed-in-place", files: Self.files) == [
        "3 changed-in-place"
      ])
  }

  // MARK: Layers

  private static let files = ["app/a": "12345", "app/b": "123", "run.sh": "1234567", "README": "12"]

  @Test func attributesOfWhatAnEarlierLayerHolds() throws {
    #expect(
      try found("FROM debian\nCOPY app /app\nRUN chown -R x /app\n", "changed-in-place", files: Self.files) == [
        "3 changed-in-place=8"
      ])
    #expect(
      try found("FROM debian\nCOPY run.sh /\nRUN chmod +x /run.sh\n", "changed-in-place", files: Self.files) == [
        "3 changed-in-place=7"
      ])
    #expect(
      try found("FROM debian\nRUN curl -o /usr/bin/x https://x\nRUN chmod +x /usr/bin/x\n", "changed-in-place") == [
        "3 changed-in-place"
      ])
    for dockerfile in [
      "FROM debian\nCOPY --chown=x app /app\n", "FROM debian\nRUN curl -o /usr/bin/x https://x && chmod +x /usr/bin/x\n",
      "FROM debian\nRUN mkdir /app\nRUN chown x /app\nCOPY app /app\n",
      "FROM debian\nWORKDIR /app\nRUN chown -R x /app\nCOPY app .\n",
      // The directory alone holds no bytes.
      "FROM debian\nCOPY app /app/\nRUN chown x /app\n",
      // In a stage of which the image takes the end.
      "FROM debian AS b\nCOPY app /app\nRUN chown -R x /app\nFROM debian\nCOPY --from=b /app /app\n",
    ] { #expect(try found(dockerfile, "changed-in-place", files: Self.files) == [], "\(dockerfile)") }
  }

  @Test func removalsThatFreeNothing() throws {
    #expect(
      try found("FROM debian\nCOPY . /srv\nRUN rm -rf /srv/app\n", "deletes-earlier", files: Self.files) == ["3 deletes-earlier=8"])
    #expect(
      try found("FROM debian\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n", "deletes-earlier") == ["3 deletes-earlier"])
    #expect(
      try found("FROM debian\nCOPY . /srv\nRUN make && rm -rf /srv/app\n", "deleted-later", files: Self.files) == [
        "3 deleted-later=8"
      ])
    #expect(
      try found("FROM debian\nRUN apt-get install -y gcc\nRUN apt-get purge -y gcc\n", "deletes-earlier") == ["3 deletes-earlier"])
    #expect(try found("FROM debian\nRUN curl -o /t.tgz https://x && rm /t.tgz\n").filter { $0.contains("delete") } == [])
    #expect(
      try found("FROM debian\nCOPY . /srv\nRUN rm -rf /srv/absent /tmp/x\n", files: Self.files).filter { $0.contains("delete") }
        == [])
    #expect(
      try found("FROM debian\nRUN --mount=type=bind,target=/srv rm -rf /srv/app\n", files: Self.files).filter {
        $0.contains("delete")
      } == [])
  }

  @Test func copies() throws {
    #expect(
      try found("FROM debian\nCOPY . /srv\nRUN cp -r /srv/app /srv/bak\n", "copy-of-lower-layer", files: Self.files)
        == ["3 copy-of-lower-layer=8"])
    #expect(
      try found("FROM p AS base\nFROM base AS d\nRUN x\nFROM base\nCOPY --from=d /usr/local /usr/local\n", "copied-again")
        == ["5 copied-again"])
    #expect(
      try found("FROM p AS base\nFROM base AS d\nRUN x\nFROM base\nCOPY --from=d /opt/venv /opt/venv\n", "copied-again") == [])
    #expect(try found("FROM p AS d\nRUN x\nFROM q\nCOPY --from=d /usr/local /usr/local\n", "copied-again") == [])
  }

  // MARK: The context

  private static let project = [
    ".git/HEAD": "ref", ".git/objects/a": "1234567", "tests/test_a.py": "12345", "tests/data.bin": "1234567890",
    "testing/x.py": "1",
    "src/__pycache__/a.pyc": "1234", "src/a.py": "1", ".coverage": "123", ".venv/pyvenv.cfg": "12", ".venv/lib/x": "1234",
    ".env": "API_TOKEN=abcd1234efgh\n", ".env.example": "API_TOKEN=abcd1234efgh\n", "node_modules/x/i.js": "123456",
  ]

  @Test func whatCopyTakesIsMeasured() throws {
    #expect(
      try found("FROM debian\nWORKDIR /srv\nCOPY . .\nUSER x\n", files: Self.project) == [
        "3 host-bytecode=4", "3 local-environments=6", "3 project-tests=15", "3 secrets-in-files=23", "3 tool-leftovers=3",
        "3 version-control=10",
      ])
    #expect(try found("FROM debian\nCOPY src /srv\nUSER x\n", files: Self.project) == ["2 host-bytecode=4"])
    #expect(try found("FROM debian\nCOPY tests tests\nCMD [\"pytest\"]\nUSER x\n", files: Self.project) == [])
    // A stage that hands on one directory only.
    #expect(
      try found("FROM debian AS b\nCOPY . /s\nFROM debian\nCOPY --from=b /s/tests /t\nUSER x\n", files: Self.project)
        == ["2 project-tests=15"])
    #expect(
      try found(
        "FROM debian AS b\nCOPY . /s\nRUN rm -rf /s/.git /s/tests\nFROM debian\nCOPY --from=b /s /s\nUSER x\n", "project-tests",
        files: Self.project)
        == [])
    #expect(
      try found("FROM node\nWORKDIR /a\nCOPY . .\nRUN npm ci\n", "overwritten-later", files: Self.project) == [
        "3 overwritten-later=6"
      ])
    #expect(try found("FROM debian\nCOPY --exclude=tests . /srv\n", "project-tests", files: Self.project) == [])
  }

  @Test func developmentInstalls() throws {
    let node = "FROM node\nWORKDIR /a\n"
    let rule = "node-development-dependencies"
    #expect(try found("\(node)RUN npm ci\n", rule) == ["3 \(rule)"])
    for run in [
      "RUN npm ci --omit=dev", "RUN npm install -g x", "RUN npm ci && npm prune --omit=dev", "RUN NODE_ENV=production npm ci",
    ] {
      #expect(try found("\(node)\(run)\n", rule) == [], "\(run)")
    }
    #expect(try found("\(node)ENV NODE_ENV=production\nRUN npm ci\n", rule) == [])
    #expect(try found("\(node)RUN npm ci\n", rule, files: ["package.json": "{}"]) == [])
    #expect(try found("FROM node AS b\nWORKDIR /a\nRUN npm ci\nFROM n\nCOPY --from=b /a/dist /d\n", rule) == [])
    #expect(try found("FROM p\nRUN uv sync\n", "development-distributions") == ["2 development-distributions"])
    #expect(try found("FROM p\nRUN uv sync --no-dev\n", "development-distributions") == [])
  }

  // MARK: Security

  @Test func secretsInTheText() throws {
    let rule = "secrets-in-configuration"
    #expect(try found("FROM d\nENV API_TOKEN=abcd1234efgh\n", rule) == ["2 \(rule)"])
    #expect(try found("FROM d\nARG NPM_TOKEN\n", rule) == ["2 \(rule)"])
    #expect(try found("FROM d\nENV TOKENIZERS_PARALLELISM=false SECRET_KEY_FILE=/run/x\n", rule) == [])
    #expect(try found("FROM d AS b\nENV API_TOKEN=abcd1234efgh\nFROM d\n", rule) == [])
  }

  @Test func users() throws {
    #expect(try found("FROM d\nCMD [\"x\"]\n", "runs-as-root") == ["2 runs-as-root"])
    #expect(try found("FROM d\nUSER app\nCMD [\"x\"]\n", "runs-as-root") == [])
    #expect(try found("FROM d\nUSER app\nUSER 0:0\nCMD [\"x\"]\n", "runs-as-root") == ["3 runs-as-root"])
    #expect(try found("FROM d\nRUN apt-get install -y gosu\nCMD [\"x\"]\n", "runs-as-root") == [])
    #expect(
      try found(
        "FROM d\nCOPY e.sh /\nENTRYPOINT [\"/e.sh\"]\n", "runs-as-root", files: ["e.sh": "#!/bin/sh\nexec su-exec app \"$@\"\n"])
        == [])
    #expect(try found("FROM d\nENV HF_HOME=/root/.cache/hf\nUSER app\n", "unreadable-caches") == ["2 unreadable-caches"])
    #expect(try found("FROM d\nENV HF_HOME=/root/.cache/hf\n", "unreadable-caches") == [])
  }

  // MARK: The list

  @Test func exceptionsAndReasons() throws {
    let set = HabitSet(
      try text("FROM debian\n# tare ignore=package-lists the container installs more\nRUN apt-get update\nUSER x\n"),
      selection: FindingSet.Selection())
    let habit = try #require(set.habits.first)
    #expect(habit.exception == "the container installs more (line 2)")
    let rules = HabitSet.rules
    #expect(rules.allSatisfy { name in RuleList.all.contains { $0.name == name } })
    // Each rule is answered, or needs an image.
    let answered = Set(set.checked.map(\.rule)).union(set.habits.map(\.rule))
    #expect(answered == rules && Set(set.unanswered).isDisjoint(with: rules))
    #expect(answered.count + set.unanswered.count == RuleList.all.count)
    let one = HabitSet(try text("FROM debian\n"), selection: FindingSet.Selection(only: ["package-lists"]))
    #expect(one.checked.map(\.reason) == ["no instruction fetches lists of packages"] && one.unanswered.isEmpty)
  }

  /// Whatever the words, it answers.
  @Test func oddTexts() throws {
    for dockerfile in [
      "FROM a\nRUN rm -rf $X/* ~x/y ${Y:-z}\nCOPY . .\n", "FROM a\nCOPY --from=b / /\n", "FROM a\nCOPY --from=9 / /\n",
      "FROM a\nRUN if x; then (apt-get update\nRUN <<A <<B\nx\nA\ny\nB\n", "FROM a\nSHELL [\"pwsh\"]\nRUN rm -r x\n",
      "FROM scratch\n", "FROM a AS a\nFROM a\nCOPY --from=a /a/../../b /c/..\n", "FROM $X\nUSER $Y\nCMD x\n",
    ] {
      guard let parsed = try? Dockerfile(parsing: Array(dockerfile.utf8)), let text = BuildText(parsed) else { continue }
      let set = HabitSet(text)
      #expect(!set.checked.isEmpty)
    }
  }
}
