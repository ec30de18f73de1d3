/// A path without `.`, `..` and doubled slashes, as far as it can do without them.
enum CleanPath {
  static func of(_ path: some Collection<UInt8>) -> [UInt8] {
    let isRooted = path.first == Mark.slash
    var names: [ArraySlice<UInt8>] = []
    for name in Array(path).split(separator: Mark.slash) {
      if name.elementsEqual(".".utf8) { continue }
      if name.elementsEqual("..".utf8) {
        if let last = names.last, !last.elementsEqual("..".utf8) {
          names.removeLast()
          continue
        }
        if isRooted { continue }
      }
      names.append(name)
    }
    let joined = (isRooted ? [Mark.slash] : []) + Array(names.joined(separator: [Mark.slash]))
    return joined.isEmpty ? [UInt8(ascii: ".")] : joined
  }
}
