/// All tools whose words are understood, by the name of their program.
///
/// A grammar lists the options that a tool documents. One that is missing makes an invocation inexact, never wrong.
package enum Grammars {
  package static let all: [CommandGrammar] = system + python + script + build + transfer + files

  /// `pip3.11` is `pip`.
  package static func named(_ name: String) -> CommandGrammar? {
    if let grammar = byName[name] { return grammar }
    guard name.hasPrefix("pip3."), name.dropFirst(5).allSatisfy(\.isNumber) else { return nil }
    return byName["pip"]
  }

  private static let byName: [String: CommandGrammar] = {
    var byName: [String: CommandGrammar] = [:]
    for grammar in all {
      for name in grammar.names { byName[name] = grammar }
    }
    return byName
  }()
}
