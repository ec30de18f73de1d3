/// The modules that JavaScript or TypeScript source names in so many words, in the order of the text. Only literals count:
/// what a program puts together when it runs cannot be known.
///
/// The source is not parsed but told apart: comments, strings, templates and regular expressions from code. Where that
/// takes a parser (a slash behind a brace, the text of JSX), what is usual is assumed; a string or an expression that its
/// line does not close is none.
///
/// Sources: https://tc39.es/ecma262, "Lexical Grammar" and "Modules"; https://nodejs.org/api/modules.html.
public enum NodeImports {
  public static func scan(_ source: UnsafeRawBufferPointer) -> [NodeImport] {
    var scanner = NodeScanner(source)
    return scanner.scan()
  }

  public static func scan(_ source: [UInt8]) -> [NodeImport] { source.withUnsafeBytes { scan($0) } }
}
