import TareBytes
import TareDockerfile
import TareTree

/// Files taken off at the end of the RUN that writes them.
extension FixDraft {
  /// Commands at the end of each RUN that wrote some of these.
  /// - Parameter commands: for the contents of one RUN; paths pass `word`.
  mutating func takeOff(
    _ contents: some Sequence<Int32>, by commands: (Writer, FixDraft) throws(NoSoundEdit) -> [ShellLine]
  ) throws(NoSoundEdit) {
    for writer in try writers(of: contents) { try editor.append(try commands(writer, self), to: writer.place) }
  }

  /// A path of the image as a word of a command, where it was written.
  func word(_ path: Int32, _ writer: Writer) throws(NoSoundEdit) -> String {
    let bytes = try writer.path(context.paths.bytes(of: path))
    guard let text = String(validating: bytes, as: UTF8.self), let word = ShellLine.plain(text) else { throw NoSoundEdit() }
    return word
  }

  /// What a package manager fetched or logged goes where it was written, or, lists that a later RUN reads, there.
  mutating func takeOffManagerFiles(_ contents: [Int32], _ commands: ([String]) -> [ShellLine]) throws(NoSoundEdit) {
    for writer in try writers(of: contents) {
      guard writer.moved == nil else { throw NoSoundEdit() }
      var texts: [String] = []
      for content in writer.contents { texts.append(try word(context.home(of: content), writer)) }
      let lines = commands(texts)
      guard texts.contains(where: { $0.hasPrefix("/var/lib/apt/lists/") || $0.hasPrefix("/var/cache/apk/") }) else {
        try editor.append(lines, to: writer.place)
        continue
      }
      try takeOffLists(lines, writtenAt: writer.place)
    }
  }

  private mutating func takeOffLists(_ lines: [ShellLine], writtenAt place: Place) throws(NoSoundEdit) {
    var readers: [Place] = []
    for later in later(than: place) where (try editor.instruction(later)).keyword == .run {
      for action in try editor.actions(later) where ["deb", "apk"].contains(action.action.ecosystem) {
        if action.action.kind == .refresh || action.action.refreshes { break }
        if action.action.kind == .install || action.action.kind == .upgrade {
          readers.append(later)
          break
        }
      }
    }
    guard let reader = readers.first else { return try editor.append(lines, to: place) }
    guard readers.count == 1, reader.stage == place.stage else { throw NoSoundEdit() }
    if reader.instruction == place.instruction + 1 {
      try editor.join(place, reader)
    } else {
      try editor.move(refreshFrom: place, to: reader)
    }
    try editor.append(lines, to: reader)
  }
}

extension DockerfileEditor {
  /// Moves a RUN that does nothing but fetch lists in front of the commands of a later one.
  fileprivate mutating func move(refreshFrom place: Place, to later: Place) throws(NoSoundEdit) {
    let (script, other) = (try script(place), try script(later))
    guard script.list.elements.count == 1, let only = script.steps.first, script.steps.count == 1,
      try actions(place).first?.action.kind == .refresh, other.list.elements.allSatisfy({ [.first, .and].contains($0.connector) }),
      let first = other.list.elements.first
    else { throw NoSoundEdit() }
    let text = source[script.text.source(of: only.range)]
    guard !text.contains(0x0a) else { throw NoSoundEdit() }
    add(SourceEdit(at: other.text.sourceOffset(of: first.range.lowerBound), text + Array(" && ".utf8)))
    try remove(place)
  }
}
