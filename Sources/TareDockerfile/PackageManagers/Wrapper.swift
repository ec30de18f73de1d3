/// A program that runs the command after it.
struct Wrapper: Sendable {
  let grammar: CommandGrammar
  /// Words of its own before the command.
  let operands: Int
  let takesAssignments: Bool
  /// The command gets more words than are written.
  let feedsOperands: Bool

  private init(_ name: String, _ options: String = "", operands: Int = 0, assignments: Bool = false, feeds: Bool = false) {
    grammar = CommandGrammar(name, options, style: .stopsAtOperand)
    self.operands = operands
    takesAssignments = assignments
    feedsOperands = feeds
  }

  static func named(_ name: String) -> Wrapper? { all[name] }

  private static let all: [String: Wrapper] = {
    let list = [
      Wrapper(
        "sudo",
        "E preserve-env?= H|set-home n|non-interactive i|login S|stdin k b u|user= g|group= h|host= p= C= D|chdir= R|chroot=",
        assignments: true),
      Wrapper("doas", "n s u= C="),
      Wrapper("env", "i|ignore-environment 0|null v|debug u|unset= C|chdir=", assignments: true),
      Wrapper("command", "p"),
      Wrapper("exec", "c l a="),
      Wrapper("builtin"),
      Wrapper("nice", "n|adjustment="),
      Wrapper("ionice", "c|class= n|classdata= t|ignore"),
      Wrapper("time", "p|portability v|verbose a|append f|format= o|output="),
      Wrapper("nohup"),
      Wrapper("eatmydata"),
      Wrapper("stdbuf", "i= o= e="),
      Wrapper("timeout", "k|kill-after= s|signal= v|verbose foreground preserve-status", operands: 1),
      Wrapper("gosu", operands: 1),
      Wrapper("su-exec", operands: 1),
      Wrapper("busybox"),
      Wrapper("corepack"),
      Wrapper(
        "xargs",
        "0|null r|no-run-if-empty t|verbose p x|exit a|arg-file= d|delimiter= E= I= i?= L= l?= n|max-args= P|max-procs= s|max-chars=",
        feeds: true),
    ]
    return Dictionary(uniqueKeysWithValues: list.map { ($0.grammar.names[0], $0) })
  }()

  /// Subcommands of tools whose operands are a command.
  static let runs: Set<String> = ["poetry run", "uv run", "conda run", "bundle exec"]
}
