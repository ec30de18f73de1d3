/// One thing that can be wrong with an image, and how to see it.
///
/// How to write one:
///
/// - One file in `Rules/<Family>/`, named for its type; one line in `RuleList`; a test with an image that has it and a near
///   miss that has not, with exact bytes. Nothing else changes.
/// - The doc comment of the type is what users read (`tare explain`, `docs/rules/`): what it looks for, why that costs, what
///   the fix is, when to leave it. No code words. `Tools/rules.py` writes `RuleTexts.swift` and `docs/rules/` from it.
/// - A rule is a value without state. Rules run on several threads at once, in no order, and must not ask what another one
///   found: what two rules claim counts once, since claims are sets.
/// - Make claims with the context: `claim(paths:)` for what the final image shows, with all below directories;
///   `claim(contents:)` for contents, dead ones too; `claim(package:)`; `claim(ranges:)` for a part of a file. Ask
///   `context.bytes(of:)` what a claim saves: never add sizes up, hard links save nothing until all names go.
/// - No bytes, no finding: findings that save nothing are dropped, unless they carry a `severityOfItsOwn`. A habit that was
///   looked for and left no bytes is `nothing(because:)`, with the reason in one sentence that names what was looked at.
/// - A fix that is a mechanical edit of the Dockerfile carries it: `Finding.Fix(text, diff: context.diff { … })` with what
///   `Fixes` offers. Whatever is not known to be right throws, and there is no diff.
/// - Group as an expert would write it: one finding for an instruction, a package or a directory, never one a file. The
///   largest files go into the evidence (`context.largest`).
/// - Nothing is decided by the name of an image or a project. "Nothing imports it" is never below medium risk.
/// - Order everything: the same image gives the same findings, byte for byte. Dictionaries and sets are sorted before use.
public protocol Rule: Sendable {
  /// As users type it: `deleted-later`.
  static var name: String { get }
  static var family: RuleFamily { get }
  /// One line for lists, without a full stop.
  static var summary: String { get }

  init()

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  func findings(in context: RuleContext) throws -> RuleOutcome
}

extension Rule {
  public var name: String { Self.name }
  public var family: RuleFamily { Self.family }
  public var summary: String { Self.summary }
  /// What users read of it: paragraphs apart by an empty line, list items and code on lines of their own.
  public var text: String { RuleTexts.all[name] ?? summary }
}

/// What a rule has to say.
public enum RuleOutcome: Sendable {
  case findings([Finding])
  /// It looked, and there is nothing: the reason, as it follows "nothing:".
  case nothing(because: String)
}

/// Rules that belong together in lists.
public enum RuleFamily: String, Sendable, CaseIterable {
  case layers
  case systemPackages = "system packages"
  case caches = "package managers and caches"
  case python
  case application
  case binaries
  case machineLearning = "machine learning"
  case languages = "node, java, go, rust"
  case security
  case cacheOrder = "cache order"
}
