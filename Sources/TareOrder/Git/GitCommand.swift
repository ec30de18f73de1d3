import Glibc

/// Runs the git of the host in one directory.
///
/// The repository may be anyone's, so nothing that its configuration names is run: no file system monitor, hooks, pager,
/// signature check or transport; only commands that neither filter nor convert contents are used. That is also why
/// `safe.directory` is lifted, which guards against just those: a container often reads a checkout of another user.
struct GitCommand: Sendable {
  let directory: String

  private static let options = [
    "--no-pager", "--literal-pathspecs", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never", "-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "log.diffMerges=separate",
    "-c", "diff.relative=false", "-c", "core.quotePath=false",
  ]

  /// What git is told besides; variables of its own that the caller may have set are left out.
  private static let environment = [
    "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1",
    "LC_ALL=C",
  ]

  private static let outputLimit = 1 << 30

  struct Answer {
    var status: Int32
    var output: [UInt8]
    var error: [UInt8]
  }

  /// The output of a command that has to succeed.
  func output(_ arguments: [String], input: [UInt8] = []) throws(GitError) -> [UInt8] {
    let answer = try run(arguments, input: input)
    guard answer.status == 0 else {
      let message = answer.error.split(separator: 0x0a).last.map { String(decoding: $0, as: UTF8.self) }
      throw .failed(command: arguments.first ?? "", message: message ?? "exit status \(answer.status)")
    }
    return answer.output
  }

  /// - Parameter input: at most `inputLimit` bytes, which a pipe holds.
  func run(_ arguments: [String], input: [UInt8] = []) throws(GitError) -> Answer {
    let name = arguments.first ?? ""
    guard let stdin = Pipe(), let stdout = Pipe(), let stderr = Pipe(), stdin.fill(input) else {
      throw .failed(command: name, message: "no pipes left")
    }
    defer { for pipe in [stdin, stdout, stderr] { pipe.close() } }
    guard let child = Self.spawn(["git", "-C", directory] + Self.options + arguments, stdin, stdout, stderr) else { throw .noGit }
    stdin.close()
    stdout.closeWriter()
    stderr.closeWriter()
    var answer = Answer(status: -1, output: [], error: [])
    let isComplete = Self.drain(stdout, stderr, into: &answer)
    if !isComplete { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    guard isComplete else { throw .tooLarge(command: name) }
    answer.status = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    return answer
  }

  /// What a pipe surely holds.
  static let inputLimit = 32 << 10

  private static func spawn(_ arguments: [String], _ stdin: Pipe, _ stdout: Pipe, _ stderr: Pipe) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stdin.reader, 0)
    posix_spawn_file_actions_adddup2(&actions, stdout.writer, 1)
    posix_spawn_file_actions_adddup2(&actions, stderr.writer, 2)
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
    var next = environ
    while let variable = next.pointee {
      if strncmp(variable, "GIT_", 4) != 0 && strncmp(variable, "LC_ALL=", 7) != 0 { variables.append(strdup(variable)) }
      next += 1
    }
    variables.append(nil)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { for pointer in words + variables { free(pointer) } }
    var child = pid_t()
    return posix_spawnp(&child, "git", &actions, nil, words, variables) == 0 ? child : nil
  }

  /// Reads both until they end; false when there is too much.
  private static func drain(_ stdout: Pipe, _ stderr: Pipe, into answer: inout Answer) -> Bool {
    let size = 256 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    var waiting = [
      pollfd(fd: stdout.reader, events: Int16(POLLIN), revents: 0), pollfd(fd: stderr.reader, events: Int16(POLLIN), revents: 0),
    ]
    while waiting.contains(where: { $0.fd >= 0 }) {
      guard poll(&waiting, 2, -1) >= 0 || errno == EINTR else { return false }
      for index in 0..<2 where waiting[index].fd >= 0 && waiting[index].revents != 0 {
        let count = read(waiting[index].fd, buffer.baseAddress, size)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          waiting[index].fd = -1
          continue
        }
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        if index == 0 {
          guard answer.output.count + count <= outputLimit else { return false }
          answer.output.append(contentsOf: piece)
        } else if answer.error.count < 64 << 10 {
          answer.error.append(contentsOf: piece)
        }
      }
    }
    return true
  }
}

/// Two ends of a pipe, closed in children.
private final class Pipe {
  private(set) var reader: Int32 = -1
  private(set) var writer: Int32 = -1

  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reader, writer) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  /// Puts in all of what is to be read, before anyone does.
  func fill(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= GitCommand.inputLimit else { return false }
    return bytes.isEmpty || write(writer, bytes, bytes.count) == bytes.count
  }

  func closeWriter() {
    if writer >= 0 { Glibc.close(writer) }
    writer = -1
  }

  func close() {
    closeWriter()
    if reader >= 0 { Glibc.close(reader) }
    reader = -1
  }
}
