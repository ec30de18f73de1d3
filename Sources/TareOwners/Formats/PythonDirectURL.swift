/// Where a distribution was installed from, if not from an index: `direct_url.json`
/// (https://packaging.python.org/en/latest/specifications/direct-url).
struct PythonDirectURL {
  /// A path of the image.
  var path: [UInt8]
  /// A project's directory; else an archive.
  var isDirectory = false
  /// The project was not copied: its own files are imported.
  var isEditable = false

  /// nil for what did not come from a path.
  init?(_ text: UnsafeRawBufferPointer) {
    var url = ""
    var (isDirectory, isEditable) = (false, false)
    var json = JSONScanner(text)
    guard json.beginObject() else { return nil }
    while let key = json.nextKey() {
      switch key {
      case "url": url = json.string() ?? ""
      case "dir_info":
        isDirectory = true
        guard json.beginObject() else { break }
        while let key = json.nextKey() { if key == "editable" { isEditable = json.boolean() == true } else { json.skip() } }
      default: json.skip()
      }
    }
    guard let path = Array(url.utf8).withUnsafeBytes(Self.path) else { return nil }
    (self.path, self.isDirectory, self.isEditable) = (path, isDirectory, isEditable)
  }

  private static func path(_ url: UnsafeRawBufferPointer) -> [UInt8]? {
    guard url.hasPrefix("file://") else { return nil }
    let afterScheme = url.from(7)
    guard let slash = afterScheme.firstIndex(of: 0x2f), slash == 0 || afterScheme.upTo(slash).equals("localhost") else {
      return nil
    }
    let encoded = afterScheme.from(slash)
    var path: [UInt8] = []
    var index = 0
    while index < encoded.count {
      if encoded[index] == 0x25, let byte = encoded.part(index + 1..<min(index + 3, encoded.count)).hexDecoded, byte.count == 1 {
        path.append(byte[0])
        index += 3
      } else {
        path.append(encoded[index])
        index += 1
      }
    }
    return path.withUnsafeBytes { ListedPaths.joined([], $0) }
  }
}
