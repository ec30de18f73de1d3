import Testing

@testable import TareDockerfile

func actions(_ text: String) -> [PackageAction] {
  ShellScript(reading: Array(text.utf8)).steps.compactMap { Invocation($0).flatMap { PackageAction($0) } }
}

private func action(_ text: String) throws -> PackageAction { try #require(actions(text).first, "\(text)") }
private func string(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
private func names(_ action: PackageAction) -> [String?] {
  action.packages.map { request in string(request.name).map { $0 + (string(request.constraint) ?? "") } }
}
private func paths(_ action: PackageAction) -> [String?] {
  action.packages.map { if case .path(let path) = $0.source { string(path) } else { nil } }
}
private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

struct PackageManagerTests {
  @Test func aptInstallsWhatItNames() throws {
    let all = actions(
      "apt-get update && apt-get -qq install -y --no-install-recommends gcc=4:12-1 g++ \\\n ./x.deb && apt-get clean")
    #expect(all.map(\.kind) == [.refresh, .install, .clean])
    #expect(names(all[1]) == ["gcc=4:12-1", "g++", nil])
    #expect(paths(all[1]) == [nil, nil, "./x.deb"])
    #expect(all[1].ecosystem == "deb" && all[1].recommends == .off && all[1].isExact)
    #expect(try action("apt-get install x").recommends == .unstated)
    #expect(try action("apt-get -o APT::Install-Recommends=false install x").recommends == .off)
    #expect(try action("apt-get install -o APT::Install-Recommends=\"true\" x").recommends == .on)
    #expect(try action("apt-get purge -y --auto-remove x").removesUnneeded)
    #expect(try action("apt-get install -yt bookworm-backports x").packages.count == 1)
    #expect(try action("apt-get install -d x").kind == .download)
    #expect(actions("apt-get install --dry-run x; apt-cache search x; apt list").isEmpty)
  }

  @Test func apkKeepsVirtualNames() throws {
    let install = try action("apk add -U --no-cache --virtual .deps gcc=~12 musl-dev@edge")
    #expect(names(install) == ["gcc=~12", "musl-dev@edge"])
    #expect(install.refreshes && install.cache == .off && string(install.virtualName) == ".deps")
    #expect(try names(action("apk del .deps")) == [".deps"])
    #expect(try action("apk --no-cache add -t .x y").virtualName == bytes(".x"))
  }

  @Test func rpmToolsShareOneGrammar() throws {
    let install = try action("microdnf install -y --setopt=install_weak_deps=0 --nodocs --enablerepo=x a-1.2-3.x86_64 b")
    #expect(install.invocation.tool == "microdnf" && install.ecosystem == "rpm")
    #expect(names(install) == ["a-1.2-3.x86_64", "b"] && install.recommends == .off && install.isExact)
    #expect(try action("yum clean all").kind == .clean)
    #expect(try action("dnf install --installroot /mnt x").target == .prefix(bytes("/mnt")))
    #expect(try action("zypper -n in --no-recommends x").recommends == .off)
  }

  @Test func pipReadsRequirementsAndProjects() throws {
    let install = try action(
      "pip install --no-cache-dir -rreq.txt -c 'c s.txt' -e .[dev] 'a[x,y]>=1,<2; python_version<\"4\"' b@https://h/b.whl ./w/")
    #expect(install.declarations.map { string($0.path) } == ["req.txt", "c s.txt"])
    #expect(install.declarations.map(\.kind) == [.requirements, .constraints])
    #expect(names(install) == [nil, "a>=1,<2", "b", nil])
    #expect(paths(install) == [".", nil, nil, "./w/"])
    #expect(install.packages.map { string($0.extras) } == ["dev", "x,y", nil, nil])
    #expect(install.cache == .off && install.isExact)
    #expect(try action("PIP_NO_CACHE_DIR=1 pip3.11 install x").cache == .off)
    #expect(try action("pip install x --cache-dir /c").cacheDirectory == bytes("/c"))
    #expect(try action("pip install --target=/t x").target == .directory(bytes("/t")))
    #expect(try action("pip install --user x").target == .user)
    #expect(try action("pip uninstall -y x").kind == .remove)
    #expect(try action("pip wheel -w /w .").kind == .build)
    #expect(try names(action("pip install tensorflow[cuda] x==$V")) == ["tensorflow", "x"])
  }

  @Test func whatStandsBeforeTheToolIsSeenThrough() throws {
    for text in [
      "sudo -H -u root pip install x", "env -u A B=1 pip install x", "python -m pip install x", "python3.11 -m pip install x",
      "/usr/bin/env pip3 install x", "command pip install x", "A=1 exec pip install x", "timeout -k 5 60 nice -n 10 pip install x",
      "poetry run pip install x", "conda run --no-capture-output -n e pip install x", "/opt/venv/bin/pip install x",
    ] {
      let action = try action(text)
      #expect(action.invocation.tool == "pip" && names(action) == ["x"] && action.kind == .install, "\(text)")
    }
    #expect(try action("/opt/venv/bin/pip install x").target == .environment(bytes("/opt/venv")))
    #expect(try action("/usr/bin/pip install x").target == .unstated)
    #expect(actions("echo pip install x; $PIP install x; sudo -Z pip install x; python setup.py -m pip install x").isEmpty)
    #expect(try !action("cat list | xargs apt-get install -y").isExact)
  }

  @Test func uvHasManyFaces() throws {
    let pip = try action("SSL_CERT_FILE=/c /root/.local/bin/uv pip install --system --no-cache -r pyproject.toml setuptools")
    #expect(pip.invocation.tool == "uv" && pip.invocation.subcommands == ["pip", "install"])
    #expect(pip.declarations.map { string($0.path) } == ["pyproject.toml"] && names(pip) == ["setuptools"])
    #expect(pip.target == .system && pip.cache == .off && pip.isExact)
    #expect(pip.invocation.environment[bytes("SSL_CERT_FILE")] == .some(bytes("/c")))
    let local = try action("uv pip install --no-deps --no-build-isolation .")
    #expect(paths(local) == ["."] && local.withoutDependencies && !local.usesProject)
    let sync = try action("uv sync --frozen --no-dev --no-install-project")
    #expect(sync.usesProject && sync.development == .off && sync.packages.isEmpty && sync.isExact)
    #expect(try action("uv pip sync req.txt").declarations.map { string($0.path) } == ["req.txt"])
    #expect(try names(action("uv add 'x>=2'")) == ["x>=2"])
    #expect(try names(action("uv tool install ruff@0.5")).count == 1)
    #expect(try action("uv pip install --python /v/bin/python x").target == .environment(bytes("/v/bin/python")))
    #expect(try action("uv cache clean").kind == .clean)
    #expect(actions("uv venv; uv lock").isEmpty)
  }

  @Test func poetryAndCondaSayWhichGroupAndWhere() throws {
    #expect(try action("poetry install --only main --no-root").development == .off)
    #expect(try action("poetry install --without dev,docs").development == .off)
    #expect(try action("poetry install --without docs").development == .unstated)
    let conda = try action("mamba install -y -n base -c conda-forge 'numpy>=1.2' pytorch::torch=2.0=cpu* python=$V")
    #expect(names(conda) == ["numpy>=1.2", "torch=2.0=cpu*", "python"])
    #expect(conda.target == .named(bytes("base")) && !conda.isExact)
    let environment = try action("conda env create -p /env -f environment.yml")
    #expect(environment.declarations.map(\.kind) == [.environment] && environment.target == .environment(bytes("/env")))
    #expect(try action("conda clean -afy").kind == .clean)
  }

  @Test func nodeToolsTellProjectsFromPackages() throws {
    #expect(try action("npm ci --omit=dev").development == .off)
    #expect(try action("npm ci --omit optional").development == .unstated)
    #expect(try action("NODE_ENV=production npm install").development == .off)
    #expect(try action("npm install").usesProject && !action("npm install x").usesProject)
    let global = try action("npm i -g @angular/cli@17 typescript ./local user/repo")
    #expect(global.target == .global && names(global) == ["@angular/cli@17", "typescript", nil, nil] && global.isExact)
    #expect(try action("npm cache clean --force").kind == .clean)
    let yarn = try action("yarn --frozen-lockfile --production=true")
    #expect(yarn.usesProject && yarn.development == .off)
    #expect(try action("yarn install --production=false").development == .on)
    #expect(try names(action("yarn global add x@1")) == ["x@1"])
    #expect(try action("pnpm install --prod --frozen-lockfile").development == .off)
    #expect(try action("pnpm store prune").kind == .clean)
    #expect(actions("npm run build -- --prod; yarn build; pnpm exec x; npm config set a b").isEmpty)
  }

  @Test func buildersAndGems() throws {
    #expect(try names(action("go install -tags a,b -ldflags '-s -w' example.com/x/cmd@v1.2")) == ["example.com/x/cmd@v1.2"])
    #expect(try action("go mod download").usesProject && action("go mod download").kind == .download)
    #expect(try action("CGO_ENABLED=0 go build -o /x ./cmd").kind == .build)
    #expect(try action("go clean -modcache").kind == .clean)
    let cargo = try action("cargo install --locked --version 1.2 --root /c ripgrep")
    #expect(names(cargo) == ["ripgrep1.2"] && cargo.target == .prefix(bytes("/c")) && cargo.isExact)
    #expect(try paths(action("cargo install --path .")) == ["."])
    #expect(try names(action("gem install --no-document -v 2.1 bundler")) == ["bundler2.1"])
    #expect(try action("bundle install --without development test").development == .off)
    #expect(try action("composer install --no-dev --optimize-autoloader").development == .off)
    #expect(try names(action("composer global require a/b:^1")) == ["a/b:^1"])
  }

  @Test func doubtIsSaid() throws {
    #expect(try !action("apt-get install -y $PACKAGES").isExact)
    #expect(try action("apt-get install -y \"$PACKAGE\"").packages.map(\.source) == [.unknown])
    #expect(try !action("pip install --brand-new-option x").isExact)
    #expect(try names(action("pip install x$V")) == [nil])
    let known = ShellScript(reading: bytes("pip install x==$V")).steps.first.flatMap { Invocation($0) { _ in Array("1".utf8) } }
    #expect(try names(#require(known.flatMap { PackageAction($0) })) == ["x==1"])
  }

  @Test func positionsAreThoseOfTheText() throws {
    let text = bytes("a && pip install -r r.txt --target=/t x")
    let action = try action(String(decoding: text, as: UTF8.self))
    #expect(string(Array(text[action.declarations[0].range])) == "-r r.txt")
    #expect(string(Array(text[action.packages[0].range])) == "x")
    #expect(action.invocation.options.map { string(Array(text[$0.range])) } == ["-r r.txt", "--target=/t"])
    #expect(string(Array(text[action.invocation.range])) == "pip install -r r.txt --target=/t x")
  }
}

struct PackageManagerGrammarTests {
  private static func tables(_ grammar: CommandGrammar) -> [(String, OptionTable)] {
    [(grammar.names[0], grammar.options)] + grammar.children.flatMap(tables)
  }

  @Test func everyTableSaysOneThingOfAnOption() {
    for (name, table) in Grammars.all.flatMap(Self.tables) {
      for token in table.text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        let halves = token.split(separator: "!")
        #expect(halves.count <= 2, "\(name): \(token)")
        if halves.count == 2 { #expect(OptionMeaning(rawValue: String(halves[1])) != nil, "\(name): \(token)") }
        var names = halves[0]
        let argument: OptionTable.Entry.Argument = names.hasSuffix("?=") ? .attached : names.hasSuffix("=") ? .required : .none
        while names.last == "=" || names.last == "?" { names = names.dropLast() }
        for option in names.split(separator: "|") {
          #expect(!option.contains("=") && !option.contains("?"), "\(name): \(token)")
          let entry = table[String(option)]
          #expect(entry?.argument == argument, "\(name): \(token)")
          #expect(entry?.meaning?.rawValue == (halves.count == 2 ? String(halves[1]) : nil), "\(name): \(token)")
        }
      }
    }
  }

  @Test func everyToolHasOneGrammar() {
    let names = Grammars.all.flatMap(\.names)
    #expect(Set(names).count == names.count)
    for tool in PackageAction.ecosystems.keys { #expect(Grammars.named(tool) != nil, "\(tool)") }
  }
}
