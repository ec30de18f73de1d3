import TareTree

/// Tests of the project itself, copied into an image that does not run them.
///
/// `COPY . .` and `COPY tests ./tests` bring test suites with their fixtures, which are often the largest files of a project.
/// Remove the line, or add `tests` to `.dockerignore`; run tests in a build stage of their own (`FROM app AS test`).
///
/// A directory counts by its name (`tests`, `spec`, `__tests__`, `e2e`) only where files in it are named as tests are. It
/// stays where what the image runs imports it, or where a command, a variable, a source or a script names it; and all of them
/// stay where the image's command is a test runner.
struct ProjectTests: Rule {
  static let name = "project-tests"
  static let family = RuleFamily.application
  static let summary = "Tests of the project that the running program does not reach"

  static let names: Set<String> = [
    "tests", "test", "__tests__", "__mocks__", "spec", "specs", "e2e", "cypress", "integration_tests", "unit_tests",
  ]
  static let runners: Set<String> = [
    "pytest", "py.test", "tox", "nox", "unittest", "jest", "mocha", "vitest", "rspec", "phpunit", "cypress", "playwright", "test",
    "behave", "robot",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let directories = try UnusedDirectories(context) {
      Self.names.contains(context.lastPart($0))
    } holds: { group in
      group.files.contains { Self.isTest(context.lastPart($0.path)) }
    }
    let started = StartedPrograms.names(context)
    if !directories.groups.isEmpty, let runner = Self.runners.intersection(started).min() {
      return .nothing(because: "the image's command runs them: \(runner)")
    }
    let unused = directories.unused
    guard !unused.isEmpty else { return .nothing(because: directories.reason("no tests of the project are in the image")) }
    let risk = Risk(.low, "running the tests inside the container fails")
    return .findings(unused.map { directories.finding($0, title: "Tests", risk: risk) })
  }

  /// `test_x.py`, `x_test.go`, `x.test.ts`, `x.spec.js`, `x_spec.rb`, `XTest.java`, `XTests.cs`, `conftest.py`, `x.bats`.
  static func isTest(_ name: String) -> Bool {
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    if name.hasPrefix("test_") || name == "conftest.py" || name.hasSuffix(".bats") { return true }
    return ["_test", "_tests", ".test", ".spec", "_spec", ".cy", "Test", "Tests", "-test", ".e2e-spec"].contains {
      stem.hasSuffix($0)
    }
  }
}
