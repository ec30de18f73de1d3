/// How a piece of text stands out on a terminal.
enum Style {
  case plain, heading, strong, dim, warning, added, removed

  func apply(_ text: String, _ colour: Bool) -> String {
    guard colour, !text.isEmpty else { return text }
    let code =
      switch self {
      case .plain: ""
      case .heading, .dim: "2"
      case .strong: "1"
      case .warning: "33"
      case .added: "32"
      case .removed: "31"
      }
    return code.isEmpty ? text : "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}
