import Testing

@testable import TareOwners

@Suite struct NodeImportsTests {
  private func scan(_ source: String) -> [String] {
    NodeImports.scan(Array(source.utf8)).map { "\($0.line) \($0.kind) \($0.specifier)" }
  }

  @Test func everyFormIsFound() {
    let source = """
      #!/usr/bin/env node require("no")
      import "side";
      import a from 'a'
      import b, { c as d, default as e, "x y" as f } from "b";
      import * as g from "./g.js" with { type: "json" };
      export { h } from "h"; export * from "i"; export * as j from "j"
      import type { T } from "types"; import type U from "u"; import type from "plain"; export type { V } from "v";
      const k = require("k"), l = require ( /* why */ 'l' ), m = require(`m`), n = module.require("n");
      require.resolve("o", { paths: [] }); import.meta.resolve("p");
      await import("q"); import(/* webpackChunkName: "no" */ "r").then();
      import fs = require("node:fs");
      import{s}from"s";[...require("t")];
      """
    #expect(
      scan(source) == [
        "2 import side", "3 import a", "4 import b", "5 import ./g.js", "6 import h", "6 import i", "6 import j", "7 type types",
        "7 type u", "7 import plain", "7 type v", "8 require k", "8 require l", "8 require m", "8 require n", "9 resolve o",
        "9 resolve p", "10 dynamic q", "10 dynamic r", "11 require node:fs", "12 import s", "12 require t",
      ])
  }

  @Test(arguments: [
    "// require('x')", "/* require('x') import 'y' */", "'require(\"x\")'", "\"\\\"require('x')\"", "`require('x')`",
    "a.require('x')", "a?.require('x')", "require(x)", "require('a' + b)", "require(`a${b}`)", "require()", "require('')",
    "myrequire('x')", "requires('x')", "$require('x')", "a.import('x')", "({ import: 'x', from: 'y' })", "require.main('x')",
    "my.require.resolve('x')", "/require('x')/.test(a)", "/[/]require('x')/g", "if (a) /require('x')/.test(b)",
    "export const from = 'x'", "export default 'x'", "import x = from('x')", "return /'/ ; // require('x')\n/'/",
    "path.resolve('x')", "export function from() { 'x' }", "x = y\n/* ' */\n// `\n",
  ])
  func whatIsNoImportIsNotFound(_ source: String) { #expect(scan(source) == []) }

  /// Each would hide the call behind it if it were misread.
  @Test(arguments: [
    "a / b; '/'; ", "a++ / 2; \"/\";", "x = /[\"']/;", "x = /\\//; '';", "(a) / b / '';", "a[0] / b; '/';", "if (a) /'/.test(b);",
    "`a${ `b${ { c: '}' } }` }`;", "`${a}'`;", "`\\``;", "return /`/;", "x = { a: 1 } / 2; '/';", "function f() {} /'/.test(a);",
    "() => { }\n/'/.test(a);", "let it = \"don't\";", "a = 1. / 2; '/';", "a! / b; '/';", "typeof /'/;", "<p>don't</p>;\n",
    "<a></a>;'</';", "<br/>;'/';", "x = a\n/* don't */ / b;", "'a\\\nb';", "//\r", "/**/", "/***/", "a = b ? /'/ : /\"/;",
    "'\\\\';",
    "x = y ** /'/.lastIndex;", "case /'/: ", "m.return / 2; '/';", "@d class A { #p = /'/ } ",
  ])
  func literalsBeforeACallDoNotHideIt(_ source: String) {
    let lines = source.utf8.filter { $0 == 0x0a }.count + 1
    #expect(scan(source + " require('x')") == ["\(lines) require x"])
  }

  @Test func clauseEndsWhereItCannotGoOn() {
    #expect(scan("export class A { f() { return from } }\n'x'; import y from 'y'") == ["2 import y"])
    #expect(scan("import a from\n// b\n'c'") == ["3 import c"])
    #expect(scan("export { a }\nconst from = 'x'\nrequire('z')") == ["3 require z"])
  }

  @Test func escapedSpecifiersAreLeftOut() { #expect(scan("require('a\\'b'); require('c')") == ["1 require c"]) }

  @Test(arguments: [
    "require('", "require(", "require/*", "require//\n", "import ", "import{", "export type ", "'\\", "/ ", "/[", "`${", "({",
    "import('\\'", "from '",
    "import/*", "require(`", "require.resolve(\"\\\"", "}", ")", "\\", "import x from ", "/\\", "'", "\"'", "import type",
  ])
  func hostileTextEndsInLinearTime(_ part: String) {
    let text = Array(String(repeating: part, count: 50_000).utf8)
    let start = ContinuousClock.now
    _ = NodeImports.scan(text)
    // Quadratic, this would take minutes.
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
