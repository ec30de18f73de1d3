import TareTestSupport
import Testing

@testable import TareOrder

@Suite struct GitTests {
  private func history(_ project: Project, _ context: String = "", commits: Int = 100) throws -> GitHistory {
    try GitRepository(context: project.path + context).history(commits: commits)
  }

  private func names(_ history: GitHistory, _ files: [Int32: FileVersion]) -> [String] {
    files.keys.map { String(decoding: history.paths[$0], as: UTF8.self) }.filter { $0 != ".git" }.sorted()
  }

  @Test func aDirectoryOutsideOfAnyRepositoryIsRefused() {
    let folder = TemporaryFolder()
    #expect(throws: GitError.notARepository) { try GitRepository(context: folder.path) }
  }

  @Test func aRepositoryWithoutHistoryIsRefused() throws {
    let project = Project()
    #expect(throws: GitError.noCommits) { try history(project) }
    project.commit()
    #expect(throws: GitError.oneCommit) { try history(project) }
  }

  @Test func aShallowCloneIsRefusedOnlyWhereItIsTooShort() throws {
    let project = Project()
    for _ in 0..<5 { project.commit() }
    let clone = TemporaryFolder()
    Shell.run("git clone -q --depth 3 file://\(project.path) \(clone.path)/c")
    let repository = try GitRepository(context: clone.path + "/c")
    #expect(throws: GitError.shallow(commits: 3)) { try repository.history(commits: 3) }
    #expect(try repository.history(commits: 2).commits.count == 2)
  }

  @Test func historyGivesEachVersionOfEachFile() throws {
    let project = Project()
    project.write("a", "1")
    project.write("with space\n", "1")
    project.commit()
    project.write("a", "2")
    project.commit()
    project.sh("chmod +x a; git mv 'with space\n' b")
    project.commit()
    let history = try history(project)
    #expect(names(history, history.start) == ["a", "with space\n"])
    #expect(names(history, history.newest) == ["a", "b"])
    #expect(history.commits.map { $0.changes.count { history.paths[$0.path] != Array(".git".utf8)[...] } } == [1, 3])
    let a = try #require(history.newest.first { history.paths[$0.key].elementsEqual("a".utf8) })
    #expect(a.value.mode == 0o100755)
    #expect(a.value.blob.description == project.git("rev-parse HEAD:a").split(separator: "\n").first.map(String.init))
  }

  @Test func onlyTheContextCounts() throws {
    let project = Project()
    project.write("service/a", "1")
    project.write("other/b", "1")
    project.commit()
    project.write("other/b", "2")
    project.commit()
    let history = try history(project, "/service")
    #expect(names(history, history.start) == ["a"])
    #expect(history.commits.map(\.changes.count) == [0])
  }

  @Test func aMergeIsOneChangeAgainstItsFirstParent() throws {
    let project = Project()
    project.commit()
    project.git("checkout -q -b side")
    project.write("side1", "1")
    project.commit()
    project.write("side2", "1")
    project.commit()
    project.git("checkout -q main")
    project.write("main1", "1")
    project.commit()
    project.git("merge -q --no-ff -m merge side")
    let history = try history(project)
    #expect(history.commits.count == 2)
    let merged = history.commits[1].changes.map { String(decoding: history.paths[$0.path], as: UTF8.self) }
    #expect(merged.filter { $0 != ".git" }.sorted() == ["side1", "side2"])
  }

  @Test func whatGitDoesNotHaveIsNamed() throws {
    let project = Project()
    project.write(".gitignore", "ignored\n")
    project.commit()
    project.commit()
    project.write("ignored", "1")
    project.write("folder/deep/file", "1")
    #expect(try history(project).untracked.map { String(decoding: $0, as: UTF8.self) } == ["folder/", "ignored"])
  }

  @Test func programsThatTheRepositoryNamesAreNotRun() throws {
    let project = Project()
    project.write("a", "1")
    project.commit()
    project.write("a", "2")
    project.commit()
    let trace = TemporaryFolder()
    for key in ["core.fsmonitor", "diff.external", "core.pager", "gpg.program", "core.sshCommand"] {
      project.git("config \(key) 'touch \(trace.path)/\(key); false'")
    }
    project.git("config log.showSignature true")
    project.write(".gitattributes", "* diff=evil filter=evil\n")
    project.git("config diff.evil.textconv 'touch \(trace.path)/textconv; cat'")
    project.git("config filter.evil.smudge 'touch \(trace.path)/smudge; cat'")
    let repository = try GitRepository(context: project.path)
    let history = try repository.history(commits: 5)
    #expect(try repository.contents(of: history.newest.values.map(\.blob)).isEmpty == false)
    #expect(Shell.run("ls \(trace.path)").output == "")
  }

  @Test func contentsComeBackByName() throws {
    let project = Project()
    for number in 0..<700 { project.write("f\(number)", "text \(number)\n\n") }
    project.write("large", String(repeating: "x", count: 5000))
    project.commit()
    project.commit()
    let repository = try GitRepository(context: project.path)
    let history = try repository.history(commits: 5)
    var wanted: [ObjectID: String] = [:]
    for (path, version) in history.start where version.mode != FileVersion.directory {
      wanted[version.blob] = String(decoding: history.paths[path], as: UTF8.self)
    }
    let contents = try repository.contents(of: Array(wanted.keys), limit: 1000)
    #expect(contents.count == 700)
    for (blob, text) in contents {
      #expect(String(decoding: text, as: UTF8.self) == "text \(wanted[blob]?.dropFirst() ?? "")\n\n")
    }
  }
}
