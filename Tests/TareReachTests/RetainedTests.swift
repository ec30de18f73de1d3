import TareReach
import Testing

/// The words retained, dominated and shared, case by case.
@Suite struct RetainedTests {
  private func compilers() throws -> NamedGraph {
    try NamedGraph(
      "g++ *: gcc, g++-12", "gcc *: gcc-12", "g++-12: gcc-12, libstdc++-dev", "gcc-12: cpp", "libstdc++-dev", "cpp", "left")
  }

  @Test func aRootThatAnotherRootNeedsIsBlocked() throws {
    let named = try compilers()
    guard case .blocked(let blockers) = named.graph.retained(of: named["gcc"]) else {
      Issue.record("gcc can go though g++ needs it")
      return
    }
    #expect(blockers.map(\.member) == named["gcc"])
    #expect(blockers.map { named.text($0.chain) } == ["g++ > gcc"])
    #expect(blockers.first?.chain.steps.map(\.kind) == [.depends])
  }

  @Test func bothRootsFreeWhatOnlyTheyNeed() throws {
    let named = try compilers()
    #expect(named.graph.retained(of: named["gcc", "g++"]) == .bytes(111_111, freed: Array(0..<6)))
    #expect(named.names(named.graph.retained(of: named["g++"]).freed) == ["g++", "g++-12", "libstdc++-dev"])
  }

  @Test func whatARootNeedsIsBlockedYetDominates() throws {
    let named = try compilers()
    let alone = named.graph.retainedOfEach()[3]
    #expect(alone.bytes == nil)
    #expect(alone.dominated == 101_000)
    #expect(alone.blocker == named["gcc"][0])
    #expect(named.names(named.graph.dominated(by: named["gcc-12"])) == ["gcc-12", "cpp"])
  }

  @Test func oneInstallLineSharesWhatGoesOnlyTogether() throws {
    let named = try compilers()
    let shared = named.graph.shared(among: [named["gcc"], named["g++"]])
    #expect(shared.alone.map(\.bytes) == [nil, 10_101])
    #expect(shared.together.bytes == 111_111)
    #expect(named.names(shared.shared) == ["gcc", "gcc-12", "cpp"])
    #expect(shared.sharedBytes == 101_010)
  }

  @Test func aSetNeededFromOutsideStaysAndKeepsWhatItNeeds() throws {
    let named = try NamedGraph("app *: curl", "curl *: tls", "git *: tls, pcre", "tls", "pcre")
    let shared = named.graph.shared(among: [named["curl"], named["git"]])
    #expect(shared.leaving == [1])
    #expect(named.names(shared.together.freed) == ["git", "pcre"])
    #expect(shared.shared == [])
  }

  @Test func whatIsOnlyRecommendedCanGoWithAllThatNeedsIt() throws {
    let named = try NamedGraph("git *: ~ssh, ~less", "ssh: fido", "less", "fido: cbor", "cbor")
    #expect(named.graph.orphans() == [])
    #expect(named.names(named.graph.retained(of: named["git"]).freed) == ["git", "ssh", "less", "fido", "cbor"])
    #expect(named.names(named.graph.retained(of: named["cbor"]).freed) == ["ssh", "fido", "cbor"])
    #expect(named.graph.retainedOfEach().map(\.bytes) == [11_111, 11_010, 100, 11_010, 11_010])
    #expect(named.graph.retainedOfEach().map(\.dominated) == [11_111, 11_010, 100, 11_000, 10_000])
  }

  @Test func whatIsNeededAndRecommendedIsBlockedByTheNeed() throws {
    let named = try NamedGraph("a *: ~lib", "b *: c", "c: lib", "lib")
    guard case .blocked(let blockers) = named.graph.retained(of: named["lib"]) else {
      Issue.record("lib can go though b needs it")
      return
    }
    #expect(blockers.map { named.text($0.chain) } == ["b > c > lib"])
    #expect(named.text(named.graph.shortestChain(to: 3)) == "a > lib")
  }

  @Test func allInstalledAlternativesAreKept() throws {
    let named = try NamedGraph("mail *: postfix | exim", "postfix", "exim")
    #expect(named.graph.orphans() == [])
    #expect(named.graph.retained(of: named["exim"]).bytes == nil)
  }

  @Test func anOrphanRetainsWhatItReachesBeyondTheRoots() throws {
    let named = try NamedGraph("app *: shared", "shared", "left: shared, lib", "leaning: lib", "lib")
    #expect(named.names(named.graph.orphans()) == ["left", "leaning", "lib"])
    #expect(named.names(named.graph.retained(of: named["left"]).freed) == ["left", "lib"])
    #expect(named.names(named.graph.retained(of: named["lib"]).freed) == ["lib"])
    #expect(named.graph.retainedOfEach().map(\.bytes) == [11, nil, 10_100, 11_000, 10_000])
  }

  @Test func nothingAndNumbersOfNoNodeFreeNothing() throws {
    let named = try compilers()
    #expect(named.graph.retained(of: []) == .bytes(0, freed: []))
    #expect(named.graph.retained(of: [-1, 7, .max]) == .bytes(0, freed: []))
    #expect(named.graph.dominated(by: [-1, 7]) == [])
    #expect(named.graph.shared(among: []).together == .bytes(0, freed: []))
    #expect(named.graph.shortestChain(to: 7) == nil)
  }

  @Test func chainsGoToTheNearestRootAndTheLowestNumbers() throws {
    let named = try NamedGraph(
      "far *: a", "a: b", "b: lib", "near2: lib", "near1: lib", "two *: near2, near1", "one *: near1", "lib")
    #expect(named.text(named.graph.shortestChain(to: 7)) == "two > near2 > lib")
    #expect(named.text(named.graph.shortestChain(to: 6)) == "one")
  }
}
