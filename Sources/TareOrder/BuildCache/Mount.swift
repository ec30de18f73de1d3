import TareDockerfile

/// `--mount=` of a RUN.
package struct Mount: Sendable, Hashable {
  /// bind, cache, tmpfs, secret, ssh.
  package var type: [UInt8] = Array("bind".utf8)
  /// A stage or an image; nil for the context.
  package var from: [UInt8]?
  package var source: [UInt8] = []
  package var target: [UInt8]?

  package init(_ value: [UInt8]) {
    for field in value.split(separator: 0x2c) {
      let equals = field.firstIndex(of: 0x3d) ?? field.endIndex
      let text = Array(field[equals...].dropFirst())
      switch String(decoding: field[..<equals], as: UTF8.self).lowercased() {
      case "type": type = text
      case "from": from = text
      case "source", "src": source = text
      case "target", "dst", "destination": target = text
      default: break
      }
    }
  }

  static func all(of instruction: Instruction, _ state: StageState) -> [Mount] {
    instruction.flags.filter { $0.name == "mount" }.map { Mount(state.expand($0.value ?? [])) }
  }

  package var isBind: Bool { type.elementsEqual("bind".utf8) }
  var readsContext: Bool { isBind && from == nil }
}
