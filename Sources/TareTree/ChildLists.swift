/// Which paths hang below which, as doubly linked lists in flat arrays: attaching and detaching cost the same in a
/// directory of ten and of a million.
struct ChildLists: Sendable {
  private struct Links {
    var first: Int32 = -1
    var next: Int32 = -1
    var previous: Int32 = -1
  }

  private var links: [Links] = [Links()]

  mutating func cover(_ path: Int32) {
    while links.count <= Int(path) { links.append(Links()) }
  }

  mutating func attach(_ path: Int32, to parent: Int32) {
    let first = links[Int(parent)].first
    links[Int(path)].next = first
    links[Int(path)].previous = -1
    if first >= 0 { links[Int(first)].previous = path }
    links[Int(parent)].first = path
  }

  mutating func detach(_ path: Int32, from parent: Int32) {
    let link = links[Int(path)]
    if link.previous >= 0 { links[Int(link.previous)].next = link.next } else { links[Int(parent)].first = link.next }
    if link.next >= 0 { links[Int(link.next)].previous = link.previous }
  }

  /// Lets go of all children at once; they are not told.
  mutating func orphanChildren(of path: Int32) { links[Int(path)].first = -1 }

  func children(of path: Int32) -> Children { Children(lists: self, upcoming: links[Int(path)].first) }

  struct Children: Sequence, IteratorProtocol {
    fileprivate let lists: ChildLists
    fileprivate var upcoming: Int32

    mutating func next() -> Int32? {
      guard upcoming >= 0 else { return nil }
      defer { upcoming = lists.links[Int(upcoming)].next }
      return upcoming
    }
  }
}
