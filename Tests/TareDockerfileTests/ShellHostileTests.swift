import Testing

@testable import TareDockerfile

struct ShellHostileTests {
  private static func text(_ unit: String, times: Int) -> [UInt8] { Array(String(repeating: unit, count: times).utf8) }

  @Test func textNoKernelTakesIsUnread() {
    let script = ShellScript(reading: Self.text("a ", times: 5_000_000))
    #expect(script.problem?.reason == .limit)
    #expect(script.steps.isEmpty)
  }

  @Test(arguments: ["(", "$(", "((", "$((", "\"$(", "${a:-", "{ ", "if a; then ", "case a in a) ", "<(", "[[ a && (", "f() { "])
  func depthHasALimit(_ unit: String) {
    let script = ShellScript(reading: Self.text(unit, times: 100_000))
    #expect(!script.isRead)
    #expect(script.steps.isEmpty)
  }

  @Test(arguments: ["[", "{", "a&&", "a|", "'", "`", "\"", "$", "\\\n", "a <<E;", "a <<E\n", "((a # '\n) );", "`a` ", "a[b ", "*"])
  func longTextIsReadToItsEnd(_ unit: String) {
    let text = Self.text(unit, times: 64_000)
    #expect(ShellScript(reading: text).list.range.upperBound <= text.count)
  }

  @Test func everyPrefixAndEveryDamagedByteIsRead() {
    let text = Array(
      #"set -eux; A=1 b "$(c 'd' ${e:-f})" > g 2>&1 && if [ -f h ]; then i <<E; fi; case j in k) l;; esac; m {n,o} [p] ~ $'q' `r`"#
        .utf8)
    for count in 0...text.count {
      let script = ShellScript(reading: Array(text.prefix(count)))
      #expect(script.list.range.upperBound <= count)
    }
    for index in text.indices {
      for byte in [0x00, 0x0a, 0x22, 0x24, 0x27, 0x28, 0x29, 0x3b, 0x5c, 0x60, 0x7b, 0xff] as [UInt8] {
        var damaged = text
        damaged[index] = byte
        let script = ShellScript(reading: damaged)
        for step in script.steps { #expect(step.range.upperBound <= damaged.count) }
      }
    }
  }
}
