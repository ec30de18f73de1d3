import TareTestSupport
import Testing

@testable import TareFindings

/// Secrets, users and modes: what a review of an image's weight must not pass over.
@Suite struct SecurityRuleTests {
  private static func image(_ config: String = "", user: String = "", _ build: (inout TarBuilder) -> Void) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      $0.file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n")
      $0.file("usr/bin/python3", "python", mode: 0o755)
    }
    image.layer {
      $0.file("app/main.py", "import os\n")
      build(&$0)
    }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY . /app")
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Cmd\":[\"python3\",\"main.py\"],\"User\":\"\(user)\"\(config)}"
    return image
  }

  private static let letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2g3"
  private static let github = "ghp_" + letters.prefix(36)
  private static let key = "-----BEGIN PRIVATE KEY-----\n\(letters)\n\(letters)\n-----END PRIVATE KEY-----\n"

  // MARK: Files

  @Test(arguments: [
    ("app/server.key", key, "A private key: /app/server.key"),
    ("app/settings.py", "KEY = '''\(key)'''\n", "A private key: /app/settings.py"),
    ("app/conf.json", "{\"private_key\":\"-----BEGIN RSA PRIVATE KEY-----\\n\(letters)\"}", "A private key: /app/conf.json"),
    ("root/.ssh/id_rsa", key, "A private key: /root/.ssh/id_rsa"),
    ("etc/nginx/tls.pem", key, "A private key: /etc/nginx/tls.pem"),
    ("app/deploy.sh", "curl -H 'token \(github)'\n", "A GitHub token: /app/deploy.sh"),
    ("app/.env", "DEBUG=1\nDB_PASSWORD=\"s3cr3t-value\"\n", "Secrets of the environment: /app/.env"),
    ("root/.npmrc", "//registry.npmjs.org/:_authToken=0a1b2c3d-4e5f\n", "A token for npm's registry: /root/.npmrc"),
    ("root/.netrc", "machine example.org login me password s3cr3t\n", "Passwords of hosts: /root/.netrc"),
    ("root/.aws/credentials", "[default]\naws_secret_access_key = abc\n", "AWS credentials: /root/.aws/credentials"),
    (
      "root/.docker/config.json", "{\"auths\":{\"x\":{\"auth\":\"dXNlcg==\"}}}",
      "Credentials for registries: /root/.docker/config.json"
    ),
    ("root/.pypirc", "[pypi]\npassword = s3cr3t-value\n", "A password for PyPI: /root/.pypirc"),
    ("app/.git/config", "url = https://x:\(github)@github.com/a/b\n", "A GitHub token: /app/.git/config"),
  ])
  func secretsInFiles(path: String, text: String, title: String) throws {
    let found = try Found(Self.image { $0.file(path, text) }, rules: [SecretsInFiles()])
    #expect(found.lines == ["secrets-in-files/2 0"])
    #expect(found.findings.findings.map(\.title) == [title])
    #expect(found.findings.findings.map(\.severity) == [.high])
    Self.expectNoSecret(found)
  }

  @Test(arguments: [
    ("app/server.crt", "-----BEGIN CERTIFICATE-----\n\(letters)\n"), ("app/server.pub", "-----BEGIN PUBLIC KEY-----\n\(letters)\n"),
    ("app/check.py", "if '-----BEGIN PRIVATE KEY-----' in text: raise ValueError()\n"),
    ("app/.env.example", "DB_PASSWORD=s3cr3t-value\n"), ("app/.env", "DEBUG=1\nDB_PASSWORD=\nAPI_TOKEN=changeme\n"),
    ("app/.env", "DB_PASSWORD=$OTHER\nTOKENS=1000\nKEY_TOKEN=/run/secrets/x\n"), ("root/.npmrc", "registry=https://example.org\n"),
    ("root/.npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n"), ("root/.docker/config.json", "{\"credsStore\":\"x\"}"),
    ("app/doc.py", "x = 'AKIAIOSFODNN7EXAMPLE'\ny = 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\nz = 'hf_token'\n"),
    ("app/node_modules/x/test.key", key), ("usr/lib/python3/dist-packages/x/test.pem", key),
  ])
  func whatIsNoSecret(path: String, text: String) throws {
    let found = try Found(Self.image { $0.file(path, text) }, rules: [SecretsInFiles()])
    #expect(found.findings.findings.map(\.title) == [])
  }

  @Test func keyOfAPackageIsThePackages() throws {
    let found = try Found(
      Self.image { DebianFiles.write([.init("example", ["/etc/example/test.pem": Self.key])], to: &$0) }, rules: [SecretsInFiles()])
    #expect(found.lines == [])
  }

  @Test func deletedFileIsReadAllTheSame() throws {
    var image = Self.image { $0.file("app/id_rsa", Self.key) }
    image.layer { $0.whiteout("app/id_rsa") }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY . /app", "RUN rm /app/id_rsa")
    let found = try Found(image, rules: [SecretsInFiles()])
    #expect(found.lines == ["secrets-in-files/2 0"])
    #expect(
      found.findings.findings[0].evidence == [
        "a private key in /app/id_rsa, deleted or replaced by layer 3 (RUN rm /app/id_rsa) and readable all the same"
      ])
  }

  @Test func changeOfTheOwnerIsNoSecondSecret() throws {
    var image = Self.image { $0.file("app/id_rsa", Self.key) }
    image.layer { $0.file("app/id_rsa", Self.key, uid: 1000) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "COPY . /app", "RUN chown app /app/id_rsa")
    let found = try Found(image, rules: [SecretsInFiles()])
    #expect(found.findings.findings.map(\.title) == ["A private key: /app/id_rsa"])
  }

  @Test func compressedLayersAreReadAsFarAsTheyWereKept() throws {
    let image = Self.image { $0.file("app/deploy.sh", "curl -H 'token \(Self.github)'\n") }
    let found = try Found(image.packed(.gzip), rules: [SecretsInFiles()])
    #expect(found.findings.findings.map(\.title) == ["A GitHub token: /app/deploy.sh"])
  }

  @Test func whatWasNotKeptIsTakenByItsName() throws {
    let image = Self.image {
      $0.file("etc/ssh/ssh_host_ed25519_key", Self.key)
      $0.file("etc/service/tls.pem", Self.key)
    }
    let found = try Found(image.packed(.gzip), rules: [SecretsInFiles()])
    #expect(found.findings.findings.map(\.title) == ["By its name a private key: /etc/ssh/ssh_host_ed25519_key"])
    #expect(found.findings.findings.map(\.severity) == [.medium])
    #expect(found.findings.findings[0].evidence.last == "2 files of compressed layers could not be read")
  }

  /// No report may show what it warns of.
  private static func expectNoSecret(_ found: Found) {
    for finding in found.findings.findings {
      for text in [finding.title, finding.key, finding.risk.words] + finding.evidence + finding.fixes.map(\.text) {
        for part in [String(letters.prefix(8)), "s3cr3t", "0a1b2c3d", "dXNlcg"] {
          #expect(!text.contains(part))
        }
      }
    }
  }

  // MARK: Configuration

  @Test func secretsInVariablesAndArguments() throws {
    var image = Self.image(",\"Env\":[\"GH=\(Self.github)\",\"APP_PASSWORD=s3cr3t-value\"]") { _ in }
    image.history = [
      "{\"created_by\":\"ADD rootfs.tar /\"}", "{\"created_by\":\"CMD python3\",\"empty_layer\":true}",
      "{\"created_by\":\"ENV APP_PASSWORD=s3cr3t-value\",\"empty_layer\":true}",
      "{\"created_by\":\"RUN |2 NPM_TOKEN=0a1b2c3d-4e5f MODE=fast /bin/sh -c npm ci # buildkit\"}",
    ]
    let found = try Found(image, rules: [SecretsInConfiguration()])
    #expect(
      found.findings.findings.map { "\($0.title) \($0.severity.name)" }.sorted() == [
        "A GitHub token (ghp_…) in ENV GH high", "A value that its name calls secret in ARG NPM_TOKEN medium",
        "A value that its name calls secret in ENV APP_PASSWORD medium",
      ])
    Self.expectNoSecret(found)
  }

  @Test func tokenInTheTextOfAnInstruction() throws {
    var image = Self.image { _ in }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN git clone https://\(Self.github)@github.com/a/b")
    let found = try Found(image, rules: [SecretsInConfiguration()])
    #expect(found.findings.findings.map(\.rows) == [[2]])
    Self.expectNoSecret(found)
  }

  @Test func addressWithAPassword() throws {
    func found(_ value: String) throws -> [String] {
      try Found(Self.image(",\"Env\":[\"DATABASE_URL=\(value)\"]") { _ in }, rules: [SecretsInConfiguration()]).findings.findings
        .map(\.title)
    }
    #expect(try found("postgresql://app:s3cr3t@db/app") == ["An address with a password in ENV DATABASE_URL"])
    #expect(try found("postgresql://app@db/app") == [])
    #expect(try found("postgresql://app:$PASSWORD@db/app") == [])
  }

  @Test(arguments: [
    "GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305", "TOKENIZERS_PARALLELISM=false", "MAX_TOKENS=4096", "API_TOKEN=",
    "DB_PASSWORD_FILE=/run/secrets/db", "API_KEY=changeme", "PASSWORD=/run/secrets/p", "HF_TOKEN=your-token",
  ])
  func variablesThatHoldNoSecret(variable: String) throws {
    let found = try Found(Self.image(",\"Env\":[\"\(variable)\"]") { _ in }, rules: [SecretsInConfiguration()])
    #expect(found.lines == [])
  }

  // MARK: Users

  @Test(arguments: [
    ("", true), ("0", true), ("root", true), ("toor:app", true), ("0:0", true), ("app", false), ("1000:1000", false),
  ])
  func userThatIsRoot(user: String, isFound: Bool) throws {
    let found = try Found(Self.image(user: user) { _ in }, rules: [RunsAsRoot()])
    #expect(found.lines == (isFound ? ["runs-as-root/user 0"] : []))
  }

  @Test(arguments: [
    ([], "add USER 65532:65532 before CMD"), (["bin/sh"], "add USER 65532:65532 before CMD"),
    (["bin/sh", "usr/sbin/useradd"], "add a user (useradd"), (["bin/sh", "usr/sbin/adduser"], "add a user (adduser"),
  ])
  func userByWhatCanMakeOne(programs: [String], fix: String) throws {
    let found = try Found(
      Self.image { tar in for program in programs { tar.file(program, "\u{7f}ELF", mode: 0o755) } }, rules: [RunsAsRoot()])
    #expect(found.finding("runs-as-root/user")?.fixes[0].text.hasPrefix(fix) == true)
  }

  @Test func scriptThatStepsDown() throws {
    let found = try Found(
      Self.image(",\"Entrypoint\":[\"/app/entry.sh\"]") {
        $0.file("app/entry.sh", "#!/bin/sh\nchown -R app /data\nexec gosu app \"$@\"\n", mode: 0o755)
      }, rules: [RunsAsRoot()])
    #expect(found.reason("runs-as-root") == "what it starts steps down to another user: gosu in /app/entry.sh")
  }

  @Test(arguments: [("app", 0o700, true), ("", 0o700, false), ("app", 0o755, false), ("0", 0o700, false)])
  func cacheUnderRoot(user: String, mode: Int, isFound: Bool) throws {
    let found = try Found(
      Self.image(",\"Env\":[\"HF_HOME=/root/.cache/huggingface\"]", user: user) {
        $0.directory("root", mode: mode)
        $0.file("root/.cache/huggingface/hub/model", PythonFiles.text(2000))
      }, rules: [UnreadableCaches()])
    #expect(found.lines == (isFound ? ["unreadable-caches/root 0"] : []))
    if isFound {
      #expect(found.findings.findings[0].severity == .medium)
      #expect(
        found.findings.findings[0].evidence == [
          "HF_HOME names /root/.cache/huggingface", "2.00 kB /root/.cache/huggingface", "/root has mode 700",
        ])
    }
  }

  @Test func rootWithoutCaches() throws {
    let found = try Found(
      Self.image(user: "app") {
        $0.directory("root", mode: 0o700)
        $0.file("root/.bashrc", "x")
      }, rules: [UnreadableCaches()])
    #expect(found.reason("unreadable-caches") == "no variable names /root, and no cache for running programs lies there")
  }

  // MARK: Modes

  @Test func programsThatRunAsTheirOwner() throws {
    var image = ImageBuilder()
    image.layer { $0.file("bin/su", "su", mode: 0o4755) }
    image.layer {
      $0.file("usr/bin/helper", "x", mode: 0o4755)
      $0.file("usr/bin/ping", "x", mode: 0o4755)
      $0.file("usr/bin/plain", "x", mode: 0o755)
    }
    image.instructions("ADD rootfs.tar /", "CMD sh", "RUN install")
    image.runConfig = "{\"Cmd\":[\"ping\",\"localhost\"]}"
    let found = try Found(image, rules: [SetUserPrograms()])
    #expect(found.lines == ["set-uid-programs/own 0", "set-uid-programs/base 0"])
    #expect(found.findings.findings.map(\.severity) == [.low, .info])
    #expect(
      found.findings.findings.map(\.evidence) == [
        ["set-uid /usr/bin/helper, mode 4755, owner 0:0"], ["set-uid /bin/su, mode 4755, owner 0:0"],
      ])
  }

  @Test(arguments: [(0o644, false), (0o666, true), (0o777, true)])
  func applicationThatAllMayChange(mode: Int, isFound: Bool) throws {
    let found = try Found(Self.image { $0.file("app/run.py", "x", mode: mode) }, rules: [WorldWritableFiles()])
    #expect(found.lines == (isFound ? ["world-writable-files/application 0"] : []))
    if isFound { #expect(found.findings.findings[0].evidence[0] == "1 file of 2 files, as /app/run.py") }
  }
}
