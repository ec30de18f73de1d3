/// Translations of messages into languages that the image does not speak.
///
/// Programs look for them by the language of the environment, and a container without `LANG`, or with `C.UTF-8`, asks for
/// none. Debian's slim images keep them out with a `path-exclude` line for dpkg; with rpm it is the macro `_install_langs`.
/// Languages that `LANG`, `LC_ALL`, `LC_MESSAGES` or `LANGUAGE` of the image name stay.
///
/// Leave it where users choose the language at run time, as in a desktop or a shell for people.
struct Translations: Rule {
  static let name = "translations"
  static let family = RuleFamily.systemPackages
  static let summary = "Translated messages in languages that the image does not speak"

  func findings(in context: RuleContext) -> RuleOutcome {
    let spoken = Self.spoken(context)
    var files: [ShownFile] = []
    if let directory = context.find("/usr/share/locale"), context.isDirectory(directory) {
      for child in context.tree.children(of: directory).sorted() where context.isDirectory(child) {
        let language = String(context.lastPart(child).prefix { $0 != "_" && $0 != "@" && $0 != "." }).lowercased()
        if !spoken.contains(language) { files += context.files(below: child).filter { ExcludedFiles.isSystems($0, context) } }
      }
    }
    let languages = spoken.isEmpty ? "names no language" : "speaks \(context.listed(spoken.sorted()))"
    var excluded = ExcludedFiles(
      thing: "Translated messages", patterns: ["/usr/share/locale/*"], included: spoken.sorted().map { "/usr/share/locale/\($0)*" },
      rpm: "the macro %_install_langs C.utf8", fileName: "01-no-translations",
      risk: Risk(.none, "programs speak English where LANG is set to another language at run time"))
    excluded.evidence = ["the environment \(languages)"]
    return excluded.outcome(files, context, nothing: "/usr/share/locale holds no language but what the environment names")
  }

  /// Languages that the environment names, in lower case; `C` and `POSIX` are none.
  private static func spoken(_ context: RuleContext) -> Set<String> {
    var languages: Set<String> = []
    for variable in ["LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
      for value in (context.config?.environment(variable) ?? "").split(separator: ":") {
        let language = value.prefix { $0 != "_" && $0 != "." && $0 != "@" }.lowercased()
        if !language.isEmpty, language != "c", language != "posix" { languages.insert(language) }
      }
    }
    return languages
  }
}
