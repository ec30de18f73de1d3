import TareDockerfile
import TareOrder
import TareOrigins

/// Reads stage by stage what each instruction does, and under which settings.
struct BuildTextReader {
  private(set) var instructions: [TextInstruction] = []
  private let graph: StageGraph
  private let shipped: Set<Int>
  private let context: ContextFiles?
  private var ends: [Int: State] = [:]

  private struct State {
    var directory: [UInt8] = [0x2f]
    var user: [UInt8]?
    /// Scripts are for another shell than those that are read here.
    var isForeignShell = false
  }

  init(_ graph: StageGraph, shipped: Set<Int>, _ context: ContextFiles?) {
    self.graph = graph
    self.shipped = shipped
    self.context = context
  }

  mutating func read(_ stage: Dockerfile.Stage) {
    var state = State()
    if case .stage(let base) = graph.origins[stage.index], let end = ends[base] { state = end }
    var environment = try? StageEnvironment(entering: stage.index, of: graph)
    for (index, instruction) in stage.instructions.enumerated() {
      let scope = TextScope(environment: environment, user: state.user)
      add(instruction, Origins.Key(stage: stage.index, instruction: index), state, scope)
      func expanded() -> [UInt8]? { instruction.words.first.map { (try? scope.environment?.expand($0)) ?? $0.bytes } }
      switch instruction.keyword {
      case .workdir: if let word = expanded() { state.directory = TextPath.absolute(word, in: state.directory) }
      case .user: state.user = expanded().map { Array($0.prefix { $0 != 0x3a }) }
      case .shell:
        let name = String(decoding: instruction.words.first?.bytes.split(separator: 0x2f).last ?? [], as: UTF8.self)
        state.isForeignShell = !["sh", "bash", "ash", "dash", "zsh", "ksh"].contains(name)
      default: break
      }
      try? environment?.apply(instruction)
    }
    ends[stage.index] = state
  }

  private mutating func add(_ instruction: Instruction, _ place: Origins.Key, _ state: State, _ scope: TextScope) {
    var text = TextInstruction(
      place: place, lines: graph.dockerfile.lines(of: instruction.range), instruction: instruction,
      isShipped: shipped.contains(place.stage), scope: scope, directory: state.directory)
    switch instruction.keyword {
    case .copy, .add:
      text.copy = TextCopy(
        instruction, graph, stage: place.stage, directory: state.directory, scope, context)
    case .run: run(&text, state)
    default: break
    }
    instructions.append(text)
  }

  private func run(_ text: inout TextInstruction, _ state: State) {
    for flag in text.instruction.flags where flag.name == "mount" {
      let mount = Mount((try? text.scope.environment?.expand(flag.value ?? [])) ?? flag.value ?? [])
      guard let target = mount.target else { continue }
      text.mounted.append(TextPath.absolute(target, in: state.directory))
    }
    guard !state.isForeignShell, let script = script(of: text) else {
      text.isRead = false
      return
    }
    text.isRead = script.isRead
    var scope = text.scope
    var directory = state.directory
    for step in script.steps {
      for assignment in step.assignments where step.words.isEmpty {
        scope.assigned.updateValue(assignment.value?.value { scope.value(of: $0) }, forKey: assignment.name)
      }
      let lines = lines(of: step, script, text)
      let command = TextCommand(step, directory: directory, lines: lines, scope: scope)
      if command.name == "export" {
        for case let word? in command.words.dropFirst() {
          guard let equals = word.firstIndex(of: 0x3d) else { continue }
          scope.assigned.updateValue(Array(word[(equals + 1)...]), forKey: Array(word[..<equals]))
        }
      }
      if command.name == "cd", command.words.count == 2, !step.nesting.contains(.subshell) {
        if let target = command.words[1] { directory = TextPath.absolute(target, in: directory) }
        continue
      }
      text.commands.append(command)
    }
  }

  /// The text that a shell gets; nil for one that another program reads.
  private func script(of text: TextInstruction) -> ShellScript? {
    let instruction = text.instruction
    if instruction.isJSON {
      let words = instruction.words.map(\.bytes)
      if words.count == 3, words[1] == Array("-c".utf8) { return ShellScript(reading: words[2]) }
      // Quoted so that each stays one word.
      var line: [UInt8] = []
      for word in words {
        line += [0x20, 0x27]
        for byte in word { line += byte == 0x27 ? Array("'\\''".utf8) : [byte] }
        line.append(0x27)
      }
      return ShellScript(reading: line)
    }
    guard let document = instruction.heredocs.first else { return ShellScript(reading: instruction.arguments) }
    let head = instruction.arguments.bytes
    guard head.starts(with: "<<".utf8) || head.starts(with: "sh ".utf8) || head.starts(with: "bash ".utf8) else {
      return ShellScript(reading: instruction.arguments)
    }
    let first = document.content.prefix { $0 != 0x0a }
    if first.starts(with: "#!".utf8), !first.suffix(4).contains(0x73) || !first.suffix(2).elementsEqual("sh".utf8) { return nil }
    return ShellScript(reading: document.content)
  }

  private func lines(of step: ShellScript.Step, _ script: ShellScript, _ text: TextInstruction) -> ClosedRange<Int> {
    // Only what was read from the file itself has places in it.
    guard !text.instruction.isJSON, text.instruction.heredocs.isEmpty else { return text.lines }
    return graph.dockerfile.lines(of: script.text.source(of: step.range))
  }
}
