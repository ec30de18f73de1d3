import Testing

@testable import TareOwners

@Suite struct PythonMarkerTests {
  private func holds(_ marker: String, version: [Int] = [3, 11], extra: String? = nil) -> Bool? {
    var environment = PythonMarkerEnvironment()
    environment.version = version
    environment.machine = "x86_64"
    return Array(marker.utf8).withUnsafeBytes {
      PythonMarker.holds($0, in: environment, extras: extra.map(PythonMarkerEnvironment.Extras.named) ?? .none)
    }
  }

  /// Truths that the `packaging` library gives for CPython 3.11 on Linux.
  @Test(
    arguments: [
      ("python_version < '3.9'", false), ("python_version > \"3.9\"", true), ("'3.10' <= python_version", true),
      ("python_version == '3.11'", true), ("python_version == '3.*'", true), ("python_version != '3.1.*'", true),
      ("python_version ~= '3.8'", true), ("python_version ~= '3.11'", true), ("python_version ~= '2.7'", false),
      ("python_version in '3.10 3.11'", true), ("python_version not in '2.7,3.12'", true), ("python_version === '3.11'", true),
      ("python_version >= '3.11.0rc1'", true), ("sys_platform == 'linux'", true), ("'linux' in sys_platform", nil),
      ("platform_machine == 'x86_64'", true), ("platform_machine in 'aarch64 x86_64'", true), ("os_name == 'nt'", false),
      ("implementation_name == 'cpython'", true), ("platform_python_implementation != 'PyPy'", true),
      ("platform_system=='Linux'", true),
      ("extra == 'a'", false), ("extra != 'a'", true), ("(python_version<'3') or (os_name=='posix')", true),
      ("os_name == 'nt' and os_name == 'posix' or os_name == 'posix'", true),
      ("os_name == 'posix' or os_name == 'nt' and os_name == 'nt'", true),
      ("platform_release >= '1' and os_name == 'nt'", false), ("platform_release >= '1' or os_name == 'posix'", true),
      ("platform_release >= '1'", nil), ("nonsense == '1'", nil), ("os_name ==", nil), ("os_name == 'posix' and", nil), ("", true),
      ("(((", nil), ("os_name == 'posix", nil), ("os_name = 'posix'", nil), ("os_name == 'posix') ", nil),
      ("python_version < 'x'", nil),
      ("order == 'a'", nil), ("'a' == 'a'", nil),
    ] as [(String, Bool?)])
  func truth(_ marker: String, _ expected: Bool?) { #expect(holds(marker) == expected) }

  @Test func whatTheLastNumberDecidesIsUnknownWithoutIt() {
    #expect(holds("python_full_version < '3.11.3'") == nil)
    #expect(holds("python_full_version < '3.11.3'", version: [3, 11, 2]) == true)
    #expect(holds("python_full_version < '3.11'") == false)
    #expect(holds("python_full_version >= '3.11.0a1'") == true)
    #expect(holds("python_full_version < '3.12'") == true)
    #expect(holds("python_full_version == '3.11.*'") == true)
    #expect(holds("python_full_version == '3.11.4'") == nil)
    #expect(holds("python_full_version != '3.10.4'") == true)
    #expect(holds("python_version < '3'", version: []) == nil)
  }

  @Test func extrasAreComparedByNormalisedNames() {
    #expect(holds("extra == 'Some_Extra'", extra: "some-extra") == true)
    #expect(holds("extra == 'other'", extra: "some-extra") == false)
    #expect(holds("'some.extra' in extras", extra: "some-extra") == true)
  }

  @Test func nestingEnds() {
    let deep = String(repeating: "(", count: 100_000)
    #expect(holds(deep + "os_name == 'posix'") == nil)
    #expect(holds(String(repeating: "(", count: 20) + "os_name == 'posix'" + String(repeating: ")", count: 20)) == true)
  }
}
