import Testing

@testable import TareOwners

struct GemCatalogueTests {
  private let catalogue = GemCatalogue()

  private func gemspec(_ name: String, _ version: String, platform: String = "ruby", _ more: String = "") -> String {
    """
    # -*- encoding: utf-8 -*-
    # stub: \(name) \(version) \(platform) lib
    # stub: ext/\(name)/extconf.rb

    Gem::Specification.new do |s|
      s.name = "\(name)".freeze
      s.version = "\(version)"
      s.required_rubygems_version = Gem::Requirement.new(">= 0".freeze) if s.respond_to? :required_rubygems_version=
      \(more)
    end
    """
  }

  private func found(_ files: MemoryFiles) throws -> (packages: [Package], files: [[String]]) {
    let packages = try catalogue.packages(in: files)
    let owned = try catalogue.files(of: packages, in: files).map { own in
      (own.trees.map { files.path($0) + "/".utf8 } + own.listed.map { files.path($0.path) }).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    return (packages, owned)
  }

  private func names(_ files: [String: String]) throws -> [String] {
    try catalogue.packages(in: MemoryFiles(catalogue, files)).map { "\($0.name) \($0.version)" }
  }

  @Test func whatRubyGemsPutsInAHomeBelongsToTheGem() throws {
    let home = "/var/lib/gems/3.1.0"
    let (packages, owned) = try found(
      MemoryFiles(
        catalogue,
        [
          "\(home)/specifications/a-1.0.gemspec": gemspec("a", "1.0", #"s.executables = ["run".freeze]"#),
          "\(home)/gems/a-1.0/lib/a.rb": "1", "\(home)/doc/a-1.0/ri/cache.ri": "1",
          "\(home)/extensions/x86_64-linux/3.1.0/a-1.0/a.so": "1", "\(home)/cache/a-1.0.gem": "1",
          "\(home)/build_info/a-1.0.info": "1", "\(home)/plugins/a_plugin.rb": "1", "/usr/local/bin/run": "1",
          "\(home)/gems/a-1.0.1/lib/a.rb": "1",
        ]))
    #expect(packages.map(\.name) == ["a"])
    #expect(
      owned == [
        [
          "\(home)/gems/a-1.0/", "\(home)/doc/a-1.0/", "\(home)/extensions/x86_64-linux/3.1.0/a-1.0/",
          "\(home)/specifications/a-1.0.gemspec", "\(home)/cache/a-1.0.gem", "\(home)/build_info/a-1.0.info",
          "\(home)/plugins/a_plugin.rb", "/usr/local/bin/run",
        ]
      ])
  }

  @Test func aPlatformIsAPartOfTheDirectorysName() throws {
    let (packages, owned) = try found(
      MemoryFiles(
        catalogue,
        [
          "/b/specifications/a-1.0-x86_64-linux.gemspec": gemspec("a", "1.0", platform: "x86_64-linux"),
          "/b/gems/a-1.0-x86_64-linux/a.rb": "1",
        ]))
    #expect(packages.map(\.architecture) == ["x86_64-linux"])
    #expect(owned.first?.first == "/b/gems/a-1.0-x86_64-linux/")
  }

  @Test func aGemThatComesWithRubyLiesInItsLibrary() throws {
    let ruby = "/usr/local/lib/ruby"
    let files = #"s.files = ["big.so".freeze, "big/math.rb".freeze, "lib/big.rb".freeze, "absent.rb".freeze]"#
    let (_, owned) = try found(
      MemoryFiles(
        catalogue,
        [
          "\(ruby)/gems/3.1.0/specifications/default/big-3.1.1.gemspec": gemspec("big", "3.1.1", files),
          "\(ruby)/3.1.0/big.rb": "1", "\(ruby)/3.1.0/big/math.rb": "1", "\(ruby)/3.1.0/x86_64-linux/big.so": "1",
          "\(ruby)/3.1.0/set.rb": "1",
        ]))
    #expect(
      owned == [
        [
          "\(ruby)/gems/3.1.0/specifications/default/big-3.1.1.gemspec", "\(ruby)/3.1.0/x86_64-linux/big.so",
          "\(ruby)/3.1.0/big/math.rb", "\(ruby)/3.1.0/big.rb",
        ]
      ])
  }

  @Test func aGemFromGitIsItsCheckoutAndItsClone() throws {
    let hash = String(repeating: "a", count: 40)
    let (packages, owned) = try found(
      MemoryFiles(
        catalogue,
        [
          "/h/bundler/gems/one-abc123/one.gemspec": gemspec("one", "0.5"), "/h/bundler/gems/one-abc123/lib/one.rb": "1",
          "/h/bundler/gems/many-abc123/part/part.gemspec": gemspec("part", "0.6"),
          "/h/bundler/gems/many-abc123/part/test/fixture/no.gemspec": gemspec("no", "0.7"),
          "/h/cache/bundler/git/one-\(hash)/HEAD": "1", "/h/cache/bundler/git/one-more-\(hash)/HEAD": "1",
        ]))
    #expect(packages.map(\.name) == ["part", "one"])
    #expect(
      owned == [["/h/bundler/gems/many-abc123/part/"], ["/h/bundler/gems/one-abc123/", "/h/cache/bundler/git/one-\(hash)/"]])
  }

  @Test func needsAreTheVersionsThatFitInTheSameHome() throws {
    let dependencies = """
      if s.respond_to? :add_runtime_dependency then
          s.add_runtime_dependency(%q<plain>.freeze, [">= 1.0", "< 3"])
          s.add_development_dependency(%q<rake>.freeze, [">= 0"])
        else
          s.add_dependency(%q<rake>.freeze, [">= 0"])
        end
      """
    let packages = try catalogue.packages(
      in: MemoryFiles(
        catalogue,
        [
          "/a/specifications/needing-1.gemspec": gemspec("needing", "1", dependencies),
          "/a/specifications/plain-1.0.gemspec": gemspec("plain", "1.0"),
          "/a/specifications/plain-2.0.gemspec": gemspec("plain", "2.0"),
          "/a/specifications/plain-3.0.gemspec": gemspec("plain", "3.0"),
          "/a/specifications/rake-3.0.gemspec": gemspec("rake", "3.0"),
          "/b/specifications/plain-2.5.gemspec": gemspec("plain", "2.5"),
          "/b/specifications/other-1.gemspec": gemspec("other", "1", #"s.add_dependency "rake", "~> 3.0""#),
        ]))
    let needs = Dictionary(uniqueKeysWithValues: packages.map { ($0.name + $0.version, $0.needs) })
    #expect(needs["needing1"] == [Need(["/a/specifications/plain-2.0.gemspec", "/a/specifications/plain-1.0.gemspec"])])
    #expect(needs["other1"] == [Need(["/a/specifications/rake-3.0.gemspec"])])
  }

  @Test func aLockSaysWhatWasAskedOfItsOwnHome() throws {
    let lock = """
      GEM
        remote: https://rubygems.org/
        specs:
          a (1.0)
            b (>= 0)
          b (1.0)

      DEPENDENCIES
        a (~> 1.0)!

      BUNDLED WITH
         2.3.15
      """
    let packages = try catalogue.packages(
      in: MemoryFiles(
        catalogue,
        [
          "/app/Gemfile.lock": lock, "/app/vendor/bundle/specifications/a-1.0.gemspec": gemspec("a", "1.0"),
          "/app/vendor/bundle/specifications/b-1.0.gemspec": gemspec("b", "1.0"),
          "/app/vendor/bundle/specifications/c-1.0.gemspec": gemspec("c", "1.0"),
          "/home/specifications/a-1.0.gemspec": gemspec("a", "1.0"),
        ]))
    #expect(packages.map(\.intent) == [.asked, .automatic, .unknown, .unknown])
  }

  @Test func aSpecificationWithoutStubIsReadByItsLines() throws {
    let text = """
      Gem::Specification.new do |spec|
        spec.name        = 'old'
        spec.version     = '0.9'
      end
      """
    #expect(try names(["/a/specifications/old-0.9.gemspec": text, "/a/specifications/no.gemspec": "puts 1"]) == ["old 0.9"])
  }

  @Test(arguments: [
    ("1.0", "= 1", true), ("1.10", "> 1.9", true), ("1.0.rc1", "< 1.0", true), ("2.0", "~> 1.0", false), ("1.9", "~> 1.0", true),
    ("1.2.9", "~> 1.2.3", true), ("1.3", "~> 1.2.3", false), ("3", "~> 2", false), ("2.9", "~> 2", true),
    ("1.0", "!= 1.0.0", false),
    ("99999999999999999999999", "> 99999999999999999999998", true), ("1.0", "=> 1", true),
  ])
  func versionsAreOrderedAsRubyGemsDoes(_ version: String, _ requirement: String, _ fits: Bool) {
    #expect(GemVersion(version).satisfies(requirement) == fits)
  }
}
