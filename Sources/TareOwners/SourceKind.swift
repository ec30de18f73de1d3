/// Whether a file of the application is written by people or made of what they wrote; nil for everything else.
package enum SourceKind {
  case source, bytecode

  package init?(_ name: some Collection<UInt8>) {
    guard let dot = Array(name).lastIndex(of: 0x2e) else { return nil }
    switch String(decoding: name.dropFirst(dot + 1), as: UTF8.self) {
    case "pyc", "pyo", "class", "elc", "beam": self = .bytecode
    case "py", "js", "mjs", "cjs", "ts", "rb", "php", "java", "kt", "go", "rs", "ex", "exs", "pl", "pm", "sh", "lua", "el":
      self = .source
    default: return nil
    }
  }
}
