/// Where in a home of RubyGems a gemspec lies.
struct GemPlace {
  enum Kind { case installed, byDefault, fromGit }

  var kind: Kind
  /// How much of the directory is the path of the home.
  var homeLength: Int

  /// `directory` as in `FileName`; nil where gemspecs record nothing.
  init?(_ directory: UnsafeRawBufferPointer) {
    if directory.hasSuffix("/specifications") {
      (kind, homeLength) = (.installed, directory.count - 15)
    } else if directory.hasSuffix("/specifications/default") {
      (kind, homeLength) = (.byDefault, directory.count - 23)
    } else if let gems = Self.lastGems(directory), directory.upTo(gems).hasSuffix("bundler/"), gems > 8,
      // A repository may hold several gems, each in a directory of its own.
      directory.from(gems + 5).parts(0x2f).reduce(0, { count, _ in count + 1 }) <= 2
    {
      (kind, homeLength) = (.fromGit, gems - 9)
    } else {
      return nil
    }
  }

  /// Where the last `gems/` of a path begins.
  static func lastGems(_ directory: UnsafeRawBufferPointer) -> Int? {
    var index = directory.count - 6
    while index >= 0 {
      if directory[index] == 0x67, directory.from(index).hasPrefix("gems/"), index == 0 || directory[index - 1] == 0x2f {
        return index
      }
      index -= 1
    }
    return nil
  }
}
