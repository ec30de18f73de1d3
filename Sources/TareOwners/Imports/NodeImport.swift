/// A module that JavaScript or TypeScript source names.
public struct NodeImport: Sendable, Hashable {
  public enum Kind: UInt8, Sendable {
    /// `require("x")`.
    case require
    /// `require.resolve("x")` and `import.meta.resolve("x")`: the path, without running the module.
    case resolve
    /// `import … from "x"`, `import "x"` and `export … from "x"`.
    case `import`
    /// `import("x")`.
    case dynamic
    /// `import type … from "x"` and `export type … from "x"`: gone when the program runs.
    case type
  }

  /// As the program sees it: `./util.js`, `@scope/name/sub`, `node:fs`.
  public var specifier: String
  public var kind: Kind
  /// Of the specifier, from 1.
  public var line: Int

  public init(specifier: String, kind: Kind, line: Int) {
    self.specifier = specifier
    self.kind = kind
    self.line = line
  }
}
