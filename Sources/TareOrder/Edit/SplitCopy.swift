import TareDockerfile

/// Writes the instructions that copy single files of what another COPY copies, to where that would put them.
enum SplitCopy {
  static func text(_ files: [[UInt8]], of instruction: Instruction, landing: Landing, destination: [UInt8], source: [UInt8])
    -> [UInt8]
  {
    var flags: [UInt8] = []
    for flag in instruction.flags where flag.name != "exclude" && flag.name != "parents" {
      flags += Array(source[flag.range]) + [0x20]
    }
    // One instruction for each directory that files come to lie in, in order.
    var folders: [(folder: [UInt8], files: [[UInt8]])] = []
    for file in files {
      guard let image = landing.image(of: file) else { continue }
      let folder = ImagePath.folders(above: image).first ?? [0x2f]
      if let place = folders.firstIndex(where: { $0.folder == folder }) {
        folders[place].files.append(file)
      } else {
        folders.append((folder, [file]))
      }
    }
    let written = instruction.words.last?.bytes ?? []
    var lines: [[UInt8]] = []
    for (folder, files) in folders {
      let target: [UInt8]
      if ImagePath.isBelow(folder, destination), written.first == 0x2f || written.first == 0x2e || written.first == 0x24 {
        let below = folder.dropFirst(destination.count == 1 ? 0 : destination.count).drop { $0 == 0x2f }
        let top = written.last == 0x2f ? Array(written.dropLast()) : written
        target = top + (below.isEmpty ? [] : [0x2f] + below) + [0x2f]
      } else {
        target = folder + (folder == [0x2f] ? [] : [0x2f])
      }
      lines.append(Array("COPY ".utf8) + flags + Array(files.joined(separator: [0x20])) + [0x20] + target)
    }
    return Array(lines.joined(separator: [0x0a]))
  }
}
