import Glibc
import TareBytes

/// Reads a repository with the git of the host; first parents only, which is what a branch was built from.
package struct GitRepository: Sendable {
  private let git: GitCommand
  /// The directory inside the repository, with a slash at its end; empty for its top.
  private let prefix: [UInt8]

  /// - Parameter context: a directory inside the work tree; only what lies below it counts.
  package init(context: String) throws(GitError) {
    git = GitCommand(directory: context)
    let answer = try git.run(["rev-parse", "--show-prefix"])
    guard answer.status == 0 else {
      if answer.status == 128, String(decoding: answer.error, as: UTF8.self).contains("not a git repository") {
        throw .notARepository
      }
      throw .failed(command: "rev-parse", message: String(decoding: answer.error.prefix { $0 != 0x0a }, as: UTF8.self))
    }
    prefix = Array(answer.output.dropLast(answer.output.last == 0x0a ? 1 : 0))
  }

  /// The last `count` commits, with the files of the one before them as the start. Where there are fewer, the first of all is
  /// the start.
  package func history(commits count: Int) throws(GitError) -> GitHistory {
    guard try git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).status == 0 else { throw .noCommits }
    let (wanted, overflow) = max(count, 1).addingReportingOverflow(1)
    let log = try git.output([
      "log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-color", "--no-ext-diff",
      "--ignore-submodules=none", "-O/dev/null", "--format=%x01%H%x00%ct%x00%s", "-n", "\(overflow ? Int.max : wanted)", "HEAD",
      "--",
    ])
    var parser = LogParser(log, prefix: prefix)
    let commits = try parser.commits()
    guard let oldest = commits.last else { throw .noCommits }
    if commits.count < wanted, try git.output(["rev-parse", "--is-shallow-repository"]).starts(with: Array("true".utf8)) {
      throw .shallow(commits: commits.count)
    }
    guard commits.count > 1 else { throw .oneCommit }
    var history = GitHistory(startCommit: oldest.id)
    history.paths = parser.paths
    history.commits = commits.dropLast().reversed()
    history.start = try files(of: oldest.id, &history.paths)
    history.untracked = try untracked()
    if hasGitDirectory { addGitDirectory(to: &history) }
    return history
  }

  /// Whether the repository itself lies in the context: a build that copies all of it copies that too.
  private var hasGitDirectory: Bool { access(git.directory + "/.git", F_OK) == 0 }

  /// As a file that is another one with each commit, which it is in every checkout.
  private func addGitDirectory(to history: inout GitHistory) {
    let path = Array(".git".utf8).withUnsafeBytes { history.paths.intern($0) }
    var last = FileVersion(mode: FileVersion.directory, blob: history.startCommit)
    history.start[path] = last
    for index in history.commits.indices {
      let now = FileVersion(mode: FileVersion.directory, blob: history.commits[index].id)
      history.commits[index].changes.append(GitHistory.Change(path: path, old: last, new: now))
      last = now
    }
  }

  private func files(of commit: ObjectID, _ paths: inout ByteInterner) throws(GitError) -> [Int32: FileVersion] {
    let listing = try git.output(["ls-tree", "-r", "-z", "--full-tree", commit.description])
    var files: [Int32: FileVersion] = [:]
    for entry in listing.split(separator: 0) {
      guard let tab = entry.firstIndex(of: 0x09) else { continue }
      let path = entry[(tab + 1)...]
      // `100644 blob 1f7a…`
      let fields = entry[..<tab].split(separator: 0x20)
      guard path.starts(with: prefix), fields.count == 3, let mode = LogParser.mode(fields[0]), let blob = ObjectID(hex: fields[2])
      else { continue }
      let number = path.dropFirst(prefix.count).withUnsafeBytes { paths.intern($0) }
      files[number] = FileVersion(mode: mode, blob: blob)
    }
    return files
  }

  private func untracked() throws(GitError) -> [[UInt8]] {
    let answer = try git.run(["ls-files", "--others", "--directory", "--no-empty-directory", "-z"])
    // A bare repository has no work tree, hence nothing beside it.
    guard answer.status == 0 else { return [] }
    return answer.output.split(separator: 0).map(Array.init).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The contents of blobs; those that cannot be read, or are larger than `limit` bytes, are left out.
  package func contents(of blobs: [ObjectID], limit: Int = 1 << 20) throws(GitError) -> [ObjectID: [UInt8]] {
    var contents: [ObjectID: [UInt8]] = [:]
    let perCall = GitCommand.inputLimit / 65
    let wanted = Array(Set(blobs)).sorted { $0.description < $1.description }
    for start in stride(from: 0, to: wanted.count, by: perCall) {
      let names = wanted[start..<min(start + perCall, wanted.count)]
      let output = try git.output(["cat-file", "--batch"], input: names.flatMap { Array($0.description.utf8) + [0x0a] })
      var rest = output[...]
      for name in names {
        guard let end = rest.firstIndex(of: 0x0a) else { break }
        // `1f7a… blob 120`, or `1f7a… missing`
        let fields = rest[..<end].split(separator: 0x20)
        rest = rest[(end + 1)...]
        guard fields.count == 3, let size = Int(String(decoding: fields[2], as: UTF8.self)), size >= 0, size < rest.count else {
          continue
        }
        if size <= limit, fields[1].elementsEqual("blob".utf8) { contents[name] = Array(rest.prefix(size)) }
        rest = rest.dropFirst(size + 1)
      }
    }
    return contents
  }
}
