import Testing

@testable import TareOwners

@Suite struct PythonImportsTests {
  private func modules(_ source: String) -> [String] {
    PythonImports(Array(source.utf8)).all.map { found in
      let name = String(repeating: ".", count: found.level) + String(decoding: found.module, as: UTF8.self)
      let names = found.names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
      return name + (names.isEmpty ? "" : ":" + names)
    }
  }

  @Test func statementsOfEveryForm() {
    #expect(modules("import a, b.c as d, e . f\n") == ["a", "b.c", "e.f"])
    #expect(modules("from a.b import c, d as e\n") == ["a.b:c,d"])
    #expect(modules("from a import (b, # one\n  c,\n)\nimport d\n") == ["a:b,c", "d"])
    #expect(modules("from .. import x\nfrom ...y.z import w\nfrom . import (q)\n") == ["..:x", "...y.z:w", ".:q"])
    #expect(modules("from a import *") == ["a:*"])
    #expect(modules("import a \\\n  as b, \\\n c\r\nimport d\r\n") == ["a", "c", "d"])
    #expect(modules("import naïve\n") == ["naïve"])
  }

  @Test func whereverTheyStand() {
    let source = """
      def f():
          import inner
          return 1
      try: import quick
      except ImportError: quick = None; import late
      if x: from a import b
      """
    #expect(modules(source) == ["inner", "quick", "late", "a:b"])
  }

  @Test func theirLines() {
    let found = PythonImports(Array("\"\"\"doc\nimport no\n\"\"\"\n\nimport a, \\\n  b\n".utf8)).all
    #expect(found.map(\.line) == [5, 5] || found.map(\.line) == [5, 6])
    #expect(found.count == 2 && found[0].line == 5)
  }

  @Test func textThatOnlyLooksLikeOne() {
    #expect(modules("# import a\nx = 'import b'\ny = \"\"\"\nimport c\n\"\"\"\n").isEmpty)
    #expect(modules("important = 1\nfromage = 2\nx.import_ = 3\n").isEmpty)
    #expect(modules("def g():\n  yield from other\nraise X from err\n").isEmpty)
    #expect(modules("x = 'it\\'s'\nimport a\n") == ["a"])
  }

  @Test func callsWithALiteral() {
    let found = PythonImports(Array("importlib.import_module('a.b')\n__import__( \"c\" )\nimport_module(name)\nprint('d')\n".utf8))
      .all
    #expect(found.map { String(decoding: $0.module, as: UTF8.self) } == ["a.b", "c"])
    #expect(found.allSatisfy { $0.kind == .call })
  }

  @Test func literalsThatNameAModuleOrAnAddress() {
    let found = PythonImports(Array("X = ['uvicorn.workers.UvicornWorker', 'plain', 'a b.c', 'postgresql+asyncpg://u@h/d']\n".utf8))
      .all
    #expect(found.map { String(decoding: $0.module, as: UTF8.self) } == ["uvicorn.workers.UvicornWorker", "postgresql+asyncpg://"])
    #expect(found.allSatisfy { $0.kind == .literal })
  }

  @Test func aBracketThatIsNeverClosedHidesNothing() {
    #expect(modules("x = (1,\nimport a\nfrom b import c\n") == ["a", "b:c"])
  }

  @Test(arguments: ["from", "import", "from .", "from a import (", "import a,", "'", "\"\"\"", "\\", "from . import"])
  func whatEndsTooSoonIsRead(_ source: String) {
    #expect(modules(source).count <= 1)
  }

  @Test func timeGrowsWithTheLength() {
    let source = "import_module\n" + String(repeating: "'a' ", count: 200_000) + String(repeating: "(", count: 200_000)
    #expect(modules(source).isEmpty)
  }
}
