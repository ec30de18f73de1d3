import Testing

@testable import TareDockerfile

/// What a script is made of, as text: commands by their words, with the connector before each.
private func outline(_ text: String) -> [String] {
  let script = ShellScript(reading: Array(text.utf8))
  return script.steps.map { step in
    let connector =
      switch step.connector {
      case .first: ""
      case .and: "&& "
      case .or: "|| "
      case .sequence: "; "
      }
    return connector + step.words.map { shown($0, script) }.joined(separator: " ")
  }
}

private func shown(_ word: ShellScript.Word, _ script: ShellScript) -> String {
  word.literalValue.map { String(decoding: $0, as: UTF8.self) }
    ?? "<\(String(decoding: script.text.bytes[word.range], as: UTF8.self))>"
}

private func script(_ text: String) -> ShellScript { ShellScript(reading: Array(text.utf8)) }
private func words(_ text: String) -> [ShellScript.Word] { script(text).steps.last?.words ?? [] }
private func values(_ text: String) -> [String?] {
  words(text).map { $0.literalValue.map { String(decoding: $0, as: UTF8.self) } }
}
private func string(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

struct ShellScriptTests {
  @Test func connectorsStandBeforeTheirCommands() {
    #expect(outline("a x && b || c; d\ne & f | g") == ["a x", "&& b", "|| c", "; d", "; e", "; f", "; g"])
    #expect(outline("a && # why\n\n  b") == ["a", "&& b"])
  }

  @Test func joinedLinesAreOneLine() {
    #expect(
      outline("apt-get update \\\n  && apt-get \\\n install -y c\\\nurl") == ["apt-get update", "&& apt-get install -y curl"])
  }

  @Test func quotesComeOffAndWhatTheyHoldStays() {
    #expect(values(#"a 'b "c' "d 'e\"\$\x" f\ g '' "" "h"i'j'"#) == ["a", "b \"c", "d 'e\"$\\x", "f g", "", "", "hij"])
    #expect(values(#"echo $'a\tb\x41\101\u00e9\'q' "#) == ["echo", "a\tbA\u{41}é'q"])
    #expect(values("echo a#b # c") == ["echo", "a#b"])
  }

  @Test func whatIsNotKnownHasNoLiteralValue() {
    #expect(
      values("a $b ${c} $(d) `e` * f? [gh] ~ ~/i {j,k} $((1)) {} {l} [ ]") == [
        "a", nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, "{}", "{l}", "[", "]",
      ])
    #expect(values(#"a "*" '$b' \$c "~" x~ "#) == ["a", "*", "$b", "$c", "~", "x~"])
  }

  @Test func knownVariablesGiveAValueUnlessTheyWouldBeSplit() throws {
    let known: ([UInt8]) -> [UInt8]? = { ["V": "1.2", "L": "a b"][String(decoding: $0, as: UTF8.self)].map { Array($0.utf8) } }
    let all = words(#"x p==$V "${L}" $L ${V:-2} $U"#)
    #expect(all.map { string($0.value(expanding: known)) } == ["x", "p==1.2", "a b", nil, nil, nil])
  }

  @Test func patternsKeepGlobsAndGuardLiterals() {
    #expect(
      words(#"rm /var/lib/apt/lists/* "a*"b? $x"#).map { string($0.pattern()) } == ["rm", "/var/lib/apt/lists/*", #"a\*b?"#, nil])
  }

  @Test func variablesSayHowTheyAreUsed() throws {
    let parts = try #require(words(#"a "x${B:-$(c)}"$D"#).last?.parts)
    #expect(parts.count == 3 && parts[0] == .literal([0x78]))
    guard case .variable(let first) = parts[1], case .variable(let second) = parts[2] else {
      Issue.record("no variables")
      return
    }
    #expect(first.name == [0x42] && !first.isPlain && first.isQuoted)
    #expect(second.name == [0x44] && second.isPlain && !second.isQuoted)
  }

  @Test func commandsInsideWordsAreListedBeforeTheirCommand() {
    #expect(outline(#"a "$(b && c)" `d e`"#) == ["b", "&& c", "d e", "a <\"$(b && c)\"> <`d e`>"])
    #expect(outline("echo ${x:-$(y)} $(( $(z) + 1 ))") == ["y", "z", "echo <${x:-$(y)}> <$(( $(z) + 1 ))>"])
    #expect(outline("x=$(a) y") == ["a", "y"])
    #expect(outline("cat <(a) > $(b)") == ["a", "b", "cat <<(a)>"])
  }

  @Test func nestedBackticksAreLeftUnread() throws {
    #expect(outline("echo `a \\`b\\``") == ["echo <`a \\`b\\``>"])
    #expect(script("echo `a \\`b\\``").isRead)
    #expect(outline("echo `if`") == ["echo <`if`>"])
  }

  @Test func compoundCommandsGiveTheirNesting() throws {
    let steps = script("if a; then b; elif c; then d; else e; fi; for i in 1 2; do f; done; (g); { h; }; k() { l; }").steps
    let nesting = Dictionary(uniqueKeysWithValues: steps.map { (string($0.words[0].literalValue) ?? "", $0.nesting) })
    #expect(nesting["a"] == [.tested])
    #expect(nesting["b"] == [.conditional] && nesting["d"] == [.conditional] && nesting["e"] == [.conditional])
    #expect(nesting["c"] == [.tested, .conditional])
    #expect(nesting["f"] == [.conditional, .repeated])
    #expect(nesting["g"] == [.subshell])
    #expect(nesting["h"] == [])
    #expect(nesting["l"] == [.conditional, .function])
  }

  @Test func chainsSayWhatMayBeSkipped() {
    func nesting(_ text: String) -> [ShellScript.Nesting] { script(text).steps.map(\.nesting) }
    #expect(nesting("a && b && c") == [[], [], []])
    #expect(nesting("a && b || c") == [[], [.conditional], [.conditional]])
    #expect(nesting("a || b && c; d") == [[], [.conditional], [.conditional, .skippable], []])
    #expect(nesting("a && b; c") == [[], [.skippable], []])
    #expect(nesting("a; b && c") == [[], [], []])
    #expect(nesting("! a") == [[.tested]])
    #expect(nesting("a && b &") == [[.background, .subshell], [.background, .subshell]])
    #expect(nesting("a | b") == [[.piped, .subshell], [.piped, .subshell]])
  }

  @Test func everyCompoundCommandIsRead() {
    #expect(outline("while a; do b; done < f") == ["a", "b", ""])
    #expect(outline("until a\ndo b\ndone") == ["a", "b"])
    #expect(outline("for x do a; done") == ["a"])
    #expect(outline("for ((i=0; i<$(n); i++)); do a; done") == ["n", "a"])
    #expect(outline(#"case "$x" in (a|b) c;; *) d; e;& f) esac"#) == ["c", "d", "; e"])
    #expect(outline("[[ $a =~ ^(x|y z)$ && -f b ]] && c") == ["&& c"])
    #expect(outline("((x = 1)) && a") == ["&& a"])
    #expect(outline("$((a) )") == ["a", "<$((a) )>"])
    #expect(outline("function f { a; }; g() (b)") == ["a", "b"])
    #expect(outline("x=(a $(b) c) d") == ["b", "d"])
  }

  @Test func assignmentsStandApartFromWords() throws {
    let step = try #require(script("A=1 B+=\"x y\" c D=2").steps.first)
    #expect(step.assignments.map(\.name) == [[0x41], [0x42]])
    #expect(step.assignments.map { string($0.value?.literalValue) } == ["1", "x y"])
    #expect(step.assignments.map(\.appends) == [false, true])
    #expect(step.words.map { string($0.literalValue) } == ["c", "D=2"])
  }

  @Test func redirectionsNameTheirTargets() throws {
    let step = try #require(script("a <i >o 2>>e 2>&1 >|f <>g &>h >&k 3<&-").steps.first)
    #expect(step.words.count == 1)
    #expect(step.redirections.map { string($0.target.literalValue) } == ["i", "o", "e", "1", "f", "g", "h", "k", "-"])
    #expect(step.redirections.map(\.writes) == [false, true, true, false, true, true, true, true, false])
    #expect(step.redirections.map(\.descriptor) == [nil, nil, 2, 2, nil, nil, nil, nil, 3])
    #expect(values("echo 2 >f a2>g") == ["echo", "2", "a2"])
  }

  @Test func hereDocumentsFollowTheirLine() throws {
    let read = script("cat <<A <<-'B' && b\n$(c) x\nA\n\t$(d)\n\tB\ne")
    #expect(outline("cat <<A <<-'B' && b\n$(c) x\nA\n\t$(d)\n\tB\ne") == ["c", "cat", "&& b", "; e"])
    #expect(read.hereDocuments.map { $0.body.map { string(Array(read.text.bytes[$0])) } } == ["$(c) x\n", "\t$(d)\n"])
    #expect(read.hereDocuments.map(\.expands) == [true, false])
    #expect(read.hereDocuments.map(\.stripsTabs) == [false, true])
  }

  @Test func hereDocumentTakenOutByTheBuilderHasNoBody() throws {
    let read = script("cat <<EOF > /x")
    #expect(read.isRead && read.hereDocuments.map(\.body) == [nil])
    #expect(read.steps[0].redirections.map { string($0.target.literalValue) } == ["EOF", "/x"])
  }

  @Test func whatIsNoScriptIsUnreadFromItsElementOn() throws {
    for (text, read) in [
      ("a && b; c \"d", ["a", "b"]), ("a; (b", ["a"]), ("a; b)", ["a", "b"]), ("a; if b; then c", ["a"]), ("a &&", ["a"]),
      ("; a", []),
      ("a; ; b", ["a"]), ("a >", []), ("x; { a }", ["x"]), ("done", []), ("a $[1]", []), ("a; coproc b", ["a"]), ("a {x}>f", []),
    ] {
      let result = script(text)
      #expect(!result.isRead, "\(text)")
      #expect(result.steps.map { string($0.words[0].literalValue) } == read, "\(text)")
      #expect(result.list.elements.last?.isUnread == true, "\(text)")
      #expect(result.list.elements.last?.range.upperBound == text.utf8.count, "\(text)")
    }
  }

  @Test func onlyBashsWordsAreMarked() {
    for text in ["a && b", "[ -f x ]", "a > b 2>&1", "x=$(a)", "echo ${x:-y}", "f() { a; }", "find -exec {} +"] {
      #expect(script(text).extensions.isEmpty, "\(text)")
    }
    for text in ["[[ a ]]", "echo $'a'", "a <(b)", "a &> b", "a {b,c}", "x=(a)", "function f { a; }", "a <<< b", "a |& b", "((1))"]
    {
      #expect(!script(text).extensions.isEmpty, "\(text)")
    }
  }

  @Test func rangesLeadBackToTheFile() throws {
    // `RUN a \⏎  && b`: the builder takes out the backslash and the line's end.
    let text = LogicalText(
      bytes: Array("a   && b".utf8), runs: [LogicalText.Run(logical: 0, source: 4), LogicalText.Run(logical: 2, source: 8)])
    let step = try #require(ShellScript(reading: text).steps.last)
    #expect(text.source(of: step.range) == 13..<14)
  }
}
