extension ImageFiles {
  /// What lies at an absolute path when a symbolic link there is followed too.
  func resolve(_ path: [UInt8]) -> Int32? {
    var found = find(path)
    for _ in 0..<8 {
      guard let link = found, kind(link) == .symbolicLink, let target = linkTarget(link) else { return found }
      found = find(target.first == 0x2f ? target : self.path(parent(link)) + [0x2f] + target)
    }
    return nil
  }
}
