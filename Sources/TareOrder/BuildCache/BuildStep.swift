import TareDockerfile

/// An instruction as BuildKit runs it: one that makes a state of the file system out of others. Metadata are no steps; they
/// act through the text of the steps that see them.
struct BuildStep: Sendable {
  enum Kind: Sendable, Hashable { case from, run, copy, workdir }

  /// Where it stands.
  let place: InstructionPlace
  let kind: Kind
  /// The state that it starts from, a number among the steps; nil for an image and for `scratch`.
  var parent: Int?
  /// Last steps of the stages that it reads.
  var sources: [Int] = []
  var selection: ContextSelection?
  /// All else that decides its result: keyword, flags, arguments after substitution, and for a RUN environment, user, shell and
  /// working directory.
  var text: [UInt8]
  /// `COPY --link`: made without its parent, laid over it afterwards.
  var isLinked = false
  /// Sees an ARG whose value is another one in each build.
  var varies = false
  /// And would wherever it stood in its stage: its own text names it, or the stage begins with it.
  var variesAnywhere = false
}

/// An instruction of a Dockerfile, by numbers.
public struct InstructionPlace: Sendable, Hashable, Comparable {
  public let stage: Int
  /// In the stage's list; -1 is its FROM.
  public let index: Int

  public init(stage: Int, index: Int) {
    self.stage = stage
    self.index = index
  }

  public static func < (left: Self, right: Self) -> Bool { (left.stage, left.index) < (right.stage, right.index) }
}
