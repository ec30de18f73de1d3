package import TareBytes

/// The last commits of a repository, as far as they touch the build context.
package struct GitHistory: Sendable {
  package struct Change: Sendable {
    /// A number in `paths`.
    package let path: Int32
    /// Nil where the file was not there.
    package let old: FileVersion?
    package let new: FileVersion?
  }

  package struct Commit: Sendable {
    package let id: ObjectID
    /// Seconds since 1970.
    package let time: Int
    package let subject: [UInt8]
    /// Against its first parent.
    package internal(set) var changes: [Change]
  }

  /// Relative to the context.
  package internal(set) var paths = ByteInterner()
  /// The files of the commit that is there before `commits`.
  package internal(set) var start: [Int32: FileVersion] = [:]
  package internal(set) var startCommit: ObjectID
  /// From the oldest on; each is one rebuild.
  package internal(set) var commits: [Commit] = []
  /// What lies in the context and not in git, in order; a directory ends in a slash and stands for all below it.
  package internal(set) var untracked: [[UInt8]] = []

  package init(startCommit: ObjectID) { self.startCommit = startCommit }

  /// The files of the newest commit.
  package var newest: [Int32: FileVersion] {
    var files = start
    for commit in commits { for change in commit.changes { files[change.path] = change.new } }
    return files
  }
}
