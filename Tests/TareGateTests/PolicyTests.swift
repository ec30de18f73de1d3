import TareFindings
import TareGate
import Testing

@Suite struct PolicyTests {
  static func policy(_ text: String) throws -> Policy { try Policy(parsing: Array(text.utf8), named: "p.yaml") }

  @Test func everythingIsRead() throws {
    let policy = try Self.policy(
      """
      budgets:
        image: {unpacked: 6 GB, stored: 2.5 GB}
        dead: 1 %
        duplicates: 20 MB
        removable: {none: 10 MB, low: 5 %}
        layers:
          - each: 1 GB
          - purpose: dependencies
            at-most: 90 %
            stored-at-most: 1 GB
          - line: 46
            at-most: 5 GB
        packages:
          - name: "pypi:nvidia-*"
            at-most: 0 B
        paths:
          - path: "/usr/share/**"
            at-most: 50 MB
      growth: {image: 2 %, dead: 1 MB, removable: 1 MB, packages: 5 %, package: 20 MB}
      findings: {fail-at: medium, up-to-risk: medium}
      rules:
        unstripped: low
        translations: off
        package-lists: {fail-at: info, up-to-risk: high}
      skip: [gpu-architectures]
      intents: [cpu]
      exceptions:
        - rule: build-tools
          path: /usr/**
          layer: 9
          reason: torch.compile needs them
          owner: ml
          expires: 2027-01-31
        - finding: "package-lists/*"
          line: 6
          reason: an image for tests
      """)
    #expect(policy.budgets.image.stored?.measure == .bytes(2_500_000_000))
    #expect(policy.budgets.dead?.measure == .share(10_000))
    #expect(policy.budgets.removable.map(\.level) == [.none, .low])
    #expect(policy.budgets.layers.map(\.selector) == [.each, .purpose(.dependencies), .line(46)])
    #expect(policy.budgets.layers[1].size.stored?.measure == .bytes(1_000_000_000))
    #expect(policy.budgets.packages[0].glob.text == "pypi:nvidia-*")
    #expect(policy.growth.package?.measure == .bytes(20_000_000))
    #expect(policy.threshold(of: "unstripped") == Policy.Threshold(failAt: .low, upToRisk: .medium))
    #expect(policy.threshold(of: "translations").failAt == nil)
    #expect(policy.threshold(of: "package-lists") == Policy.Threshold(failAt: .info, upToRisk: .high))
    #expect(policy.threshold(of: "build-tools") == Policy.Threshold(failAt: .medium, upToRisk: .medium))
    #expect(policy.exceptions[0].expires == CalendarDay(2027, 1, 31))
    #expect(policy.exceptions[0].place == PolicyError.Place(line: 28, column: 5))
    #expect(policy.exceptions[1].line == 6)
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "budgets:\nexceptions:\nrules:\n", "~"]) func emptyIsTheDefault(text: String) throws
  {
    let policy = try Self.policy(text)
    #expect(policy.budgets.isEmpty)
    #expect(policy.findings == .standard)
  }

  private static let wrong: [(text: String, message: String)] = [
    ("budgets:\n  imagee: 1", "p.yaml:2:3: budgets: unknown key imagee; did you mean image?"),
    ("budget: 1", "p.yaml:1:1: unknown key budget; did you mean budgets?"),
    (
      "budgets:\n  zzzzzz: 1",
      "p.yaml:2:3: budgets: unknown key zzzzzz; there is image, dead, duplicates, removable, layers, packages, paths"
    ),
    ("budgets:\n  dead: [1]", "p.yaml:2:9: budgets.dead: \(Amount.form)"),
    ("budgets:\n  dead: many", "p.yaml:2:9: budgets.dead: \(Amount.form)"),
    ("budgets:\n  dead: 101 %", "p.yaml:2:9: budgets.dead: 101 % is more than the image"),
    (
      "budgets:\n  dead: {stored: 1 MB}",
      "p.yaml:2:9: budgets.dead: takes an amount alone; stored sizes are measured of the image and of layers"
    ),
    ("budgets:\n  image: 90 %", "p.yaml:2:10: budgets.image: takes bytes: a share of the image is no limit of the image"),
    ("budgets:\n  dead: 1 MB\n  dead: 2 MB", "p.yaml:2:3: dead stands here, and again below"),
    (
      "budgets:\n  removable:\n    none: 10 MB\n    low: 5 MB",
      "p.yaml:4:10: budgets.removable.low: 5 MB is less than 10 MB of none, which it includes"
    ),
    (
      "budgets:\n  layers:\n    - each: 1 GB\n    - each: 2 GB",
      "p.yaml:4:7: budgets.layers[1]: there is a budget of the same layers above"
    ),
    (
      "budgets:\n  layers:\n    - at-most: 1 GB",
      "p.yaml:3:7: budgets.layers[0]: says not which layers: each, layer, line or purpose"
    ),
    (
      "budgets:\n  paths:\n    - {path: /a, at-most: 1}\n    - {path: /a, at-most: 2}",
      "p.yaml:4:14: budgets.paths[1].path: there is a budget of /a above"
    ),
    ("budgets:\n  paths:\n    - {path: a, at-most: 1}", "p.yaml:3:14: budgets.paths[0].path: a path begins with / or **/"),
    (
      "rules:\n  unstriped: low",
      "p.yaml:2:14: rules.unstriped: no rule of that name; did you mean unstripped?; tare rules lists all"
    ),
    ("findings: severe", "p.yaml:1:11: findings: no severity severe; there is info, low, medium, high, off"),
    ("findings:\n  up-to-risk: hi", "p.yaml:2:15: findings.up-to-risk: no risk hi; there is none, low, medium, high"),
    ("only: [unstripped]\nskip: [unstripped]", "p.yaml:2:7: skip: unstripped is under only as well; a rule runs or does not"),
    ("skip: [unstripped]\nrules: {unstripped: low}", "p.yaml:2:8: rules: unstripped is to fail and never runs: skip has it"),
    ("intents: [cpu, sm_90]", "p.yaml:1:10: intents: cpu and gpu contradict each other"),
    ("exceptions:\n  - rule: unstripped", "p.yaml:2:5: exceptions[0]: has no reason; say why it is meant so"),
    ("exceptions:\n  - reason: x", "p.yaml:2:5: exceptions[0]: says neither rule nor finding that it excepts"),
    ("exceptions:\n  - {rule: unstripped, reason: }", "p.yaml:2:32: exceptions[0].reason: takes text"),
    (
      "exceptions:\n  - {rule: unstripped, reason: x, expires: 2027-02-29}",
      "p.yaml:2:44: exceptions[0].expires: takes a day of the calendar, as 2027-01-31"
    ),
    ("exceptions:\n  - {rule: unstripped, reason: x, layer: 1.5}", "p.yaml:2:42: exceptions[0].layer: takes a whole number from 0"),
    ("budgets: {dead: 1", "p.yaml:2:1: not YAML: while parsing a flow mapping, did not find expected ',' or '}'"),
    ("a: 1\n\tb: 2", "p.yaml:2:1: not YAML: while scanning a plain scalar, found a tab character that violates indentation"),
    ("a: 1\n---\nb: 2", "p.yaml:2:1: a second document begins here; a policy is one"),
    ("only: &a [unstripped]\nskip: *a", "p.yaml:1:7: anchors and aliases are not read here; write out what they stand for"),
    ("skip: *a", "p.yaml:1:7: anchors and aliases are not read here; write out what they stand for"),
    ("? [a, b]\n: 1", "p.yaml:1:3: a key is one word"),
    ("- a", "p.yaml:1:1: takes keys below it: budgets, growth, findings, rules, only, skip, intents, exceptions"),
  ]

  @Test(arguments: wrong.indices) func whatIsWrongHasItsPlace(index: Int) {
    let (text, message) = Self.wrong[index]
    var told = "nothing"
    do { _ = try Self.policy(text) } catch { told = "\(error)" }
    #expect(told == message)
  }

  /// Nine levels of nine: a thousand million nodes, were they built or compared.
  @Test(arguments: [true, false]) func aTowerOfAliasesIsRefusedAtOnce(asKey: Bool) {
    var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (one, next) in zip("abcdefgh", "bcdefghi") {
      text += "\(next): &\(next) [\(Array(repeating: "*\(one)", count: 9).joined(separator: ", "))]\n"
    }
    if asKey { text += "? *i\n: 1\n" }
    #expect(
      throws: PolicyError(
        "p.yaml", .init(line: 1, column: 1), "anchors and aliases are not read here; write out what they stand for")
    ) {
      try Self.policy(text)
    }
  }

  @Test func depthIsBounded() {
    for text in [
      String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 50_000), String(repeating: "- ", count: 100_000),
    ] {
      #expect(throws: PolicyError.self) { try Self.policy(text) }
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: PolicyError.self) { try Policy(parsing: [0x61, 0x3a, 0xff], named: "p") }
    #expect(throws: PolicyError.self) { try Policy(parsing: [0x61, 0x3a, 0x00, 0x01], named: "p") }
    #expect(throws: PolicyError.self) { try Policy(parsing: Array(repeating: 0x23, count: 300_000), named: "p") }
  }

  @Test func daysAreThoseOfTheCalendar() {
    #expect(CalendarDay(parsing: "2028-02-29") != nil)
    #expect(CalendarDay(parsing: "2100-02-29") == nil)
    #expect(CalendarDay(parsing: "2027-1-31") == nil)
    #expect(CalendarDay(2026, 12, 31)! < CalendarDay(2027, 1, 1)!)
    #expect("\(CalendarDay(2027, 1, 2)!)" == "2027-01-02")
  }
}
