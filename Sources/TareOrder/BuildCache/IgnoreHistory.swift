package import TareDockerfile

/// The `.dockerignore` that holds for each build.
package struct IgnoreHistory: Sendable {
  /// For the start and then for each commit, a number in `versions`.
  private let numbers: [Int]
  private let versions: [DockerIgnore]

  /// The same for all.
  package init(_ rules: DockerIgnore = DockerIgnore()) {
    versions = [rules]
    numbers = []
  }

  package init(numbers: [Int], versions: [DockerIgnore]) {
    self.numbers = numbers
    self.versions = versions
  }

  /// Equal numbers are equal rules.
  /// - Parameter build: 0 is the start, 1 the first commit.
  func number(of build: Int) -> Int { build < numbers.count ? numbers[build] : max(versions.count - 1, 0) }

  func rules(_ number: Int) -> DockerIgnore { number < versions.count ? versions[number] : DockerIgnore() }

  /// Those of the newest commit.
  var newest: DockerIgnore { rules(number(of: max(numbers.count - 1, 0))) }
}
