import TareTree

/// Bytecode in optimisation levels that the image does not run with.
///
/// Python loads one level: plain `.pyc`, or `.opt-1.pyc` under `-O`, or `.opt-2.pyc` under `-OO` or `PYTHONOPTIMIZE=2`.
/// `make install` of CPython and `compileall -o 0 -o 1 -o 2` write all three. Compile the one you run.
///
/// Setting `PYTHONOPTIMIZE` alone takes nothing out of an image. It makes Python ignore the plain `.pyc` that are there and
/// compile every module at each start. To profit, compile with the same setting when you install (`PYTHONOPTIMIZE=2 python -m
/// compileall`) and delete the plain ones; level 2 drops docstrings and asserts, which breaks what reads `__doc__`.
struct UnusedBytecode: Rule {
  static let name = "unused-bytecode"
  static let family = RuleFamily.python
  static let summary = "Bytecode in optimisation levels that the image does not run with"

  func findings(in context: RuleContext) -> RuleOutcome {
    let bytecode = Bytecode(context)
    guard !bytecode.files.isEmpty else { return .nothing(because: "no bytecode is in the image") }
    let (level, reason) = Bytecode.level(context)
    let unused = bytecode.files.filter { $0.level != level && $0.source != nil }
    guard !unused.isEmpty else {
      let truth = level == 0 ? "; PYTHONOPTIMIZE in ENV alone would take nothing out of the image" : ""
      return .nothing(because: "all \(bytecode.files.count) files are of the level that runs\(truth)")
    }
    let used = bytecode.files.count { $0.level == level }
    let contents = Set(unused.map(\.shown.content)).sorted()
    let rows = context.rowsHolding(contents)
    let levels = Set(unused.map(\.level)).sorted().map { level in
      "\(context.counted(unused.count { $0.level == level }, "file")) of \(level == 0 ? "the plain level" : "level \(level)")"
    }
    var evidence = levels + context.heaviest(contents, limit: 2)
    let there = "\(used == 1 ? "is" : "are") \(context.counted(used, "file"))"
    evidence.append("the image runs with \(reason ?? "neither PYTHONOPTIMIZE nor -O"), for which there \(there)")
    let names = [0: "*.cpython-*[0-9].pyc", 1: "*.opt-1.pyc", 2: "*.opt-2.pyc"]
    let patterns = Set(unused.map(\.level)).sorted().compactMap { names[$0] }.map { "-name '\($0)'" }.joined(separator: " -o ")
    var fixes = [
      Finding.Fix(
        "\(context.endings(ofRows: rows)): find / -xdev \(patterns.isEmpty ? "-name '*.opt-*.pyc'" : patterns) -delete",
        diff: context.diff { (draft) throws(NoSoundEdit) in
          guard !patterns.isEmpty else { throw NoSoundEdit() }
          let grouped = levels.count > 1 ? "'(' \(patterns) ')'" : patterns
          try draft.takeOff(contents) { _, _ in [ShellLine("find / -xdev \(grouped) -delete")] }
        })
    ]
    if let reason, used == 0 {
      fixes = [
        Finding.Fix("take \(reason) away: then the bytecode that is there is loaded", saves: 0),
        Finding.Fix(
          "compile with it when you install (compileall), and delete the plain bytecode \(context.endings(ofRows: rows))"),
      ]
    }
    return .findings([
      Finding(
        key: "all",
        title: reason.map { "Bytecode that \($0) makes Python pass over" }
          ?? "Bytecode for -O and -OO, which the image does not use",
        claim: context.claim(files: unused.map(\.shown)), evidence: evidence, effort: .oneLine,
        risk: Risk(.low, "a process that is started with another level compiles its modules again"), fixes: fixes, rows: rows)
    ])
  }
}
