import Testing

@testable import TareOwners

@Suite struct ShebangTests {
  /// The interpreter and its arguments, between bars; a `?` where it is looked for in PATH.
  private func read(_ line: String) -> String? {
    Shebang(Array(line.utf8)).map { shebang in
      let words = ([shebang.interpreter] + shebang.arguments).map { String(decoding: $0, as: UTF8.self) }
      return (shebang.isSearched ? "?" : "") + words.joined(separator: "|")
    }
  }

  @Test(
    arguments: [
      ("#!/bin/sh\necho", "/bin/sh"), ("#! /bin/sh -e \t\n", "/bin/sh|-e"), ("#!/usr/bin/awk -f x -v\n", "/usr/bin/awk|-f x -v"),
      ("#!/bin/sh", "/bin/sh"), ("#!\t/bin/sh\targ", "/bin/sh|arg"), ("#!/bin/sh\r\n", "/bin/sh\r"),
      ("#!/bin/sh\u{0}x y\n", "/bin/sh"),
      ("#!", nil), ("#!\n/bin/sh", nil), ("#!   \n", nil), ("/bin/sh", nil), (" #!/bin/sh", nil), ("#", nil), ("", nil),
      ("#!/usr/bin/env python3\n", "?python3"), ("#!/usr/bin/env python3 -u\n", "?python3 -u"),
      ("#!/usr/bin/env\n", "/usr/bin/env"),
      ("#!/usr/bin/env -S python3 -u -W ignore\n", "?python3|-u|-W|ignore"), ("#!/usr/bin/env -Snode --x\n", "?node|--x"),
      ("#!/usr/bin/env -vS A=1 B=2 node\n", "?node"), ("#!/usr/bin/env --split-string=node -x\n", "?node|-x"),
      ("#!/usr/bin/env -S -i -u HOME -C /tmp --unset=X node a\n", "?node|a"),
      ("#!/usr/bin/env -S uv run --script\n", "?uv|run|--script"),
      ("#!/usr/bin/env -S 'my prog' \"a b\" c\\_d \\# # no\n", "?my prog|a b|c|d|#"),
      ("#!/usr/bin/env -S /opt/x/python -I\n", "/opt/x/python|-I"),
      ("#!/usr/bin/env -S a\\c b\n", "?a"), ("#!/usr/bin/env -S \"x\\_y\"\n", "?x y"), ("#!/usr/bin/env -S\n", "/usr/bin/env|-S"),
      ("#!/usr/bin/env -S env -S node\n", "?node"), ("#!/usr/bin/environment x\n", "/usr/bin/environment|x"),
      ("#!/usr/bin/env -S -- A=1 node\n", "?node"), ("#!/usr/bin/env -i\n", "/usr/bin/env|-i"),
      ("#!/usr/bin/env -S ${HOME}/bin/x\n", "${HOME}/bin/x"),
    ] as [(String, String?)])
  func interpreter(_ line: String, _ expected: String?) { #expect(read(line) == expected) }

  @Test func programIsWhatTheKernelStarts() {
    #expect(Shebang(Array("#!/usr/bin/env node\n".utf8))?.program == Array("/usr/bin/env".utf8))
  }

  @Test func lineIsCutWhereTheKernelCutsIt() {
    let long = String(repeating: "x", count: 300)
    #expect(read("#!/" + long + "\n") == nil)
    #expect(read("#!/bin/sh " + long + "\n") == "/bin/sh|" + long.prefix(Shebang.limit - 10))
    #expect(read("#!/" + long.prefix(250)) == "/" + long.prefix(250))
    #expect(read("#!" + String(repeating: " ", count: 300) + "/bin/sh\n") == nil)
  }
}
