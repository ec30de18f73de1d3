import Testing

@testable import TareDockerfile

private func effect(_ text: String) -> FileEffect {
  ShellScript(reading: Array(text.utf8)).steps.last.map { FileEffect($0) } ?? FileEffect()
}

private func shown(_ items: [FileEffect.Item]) -> [String] {
  items.map { item in
    let path =
      switch item.path {
      case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
      case .pattern(let bytes): "~" + String(decoding: bytes, as: UTF8.self)
      case .unknown: "?"
      }
    return path + (item.isRecursive ? " all" : "")
  }
}

struct PackageManagerFileEffectTests {
  @Test func removedFilesKeepTheirGlobs() {
    let rm = effect(#"rm -rf /var/lib/apt/lists/* "/a b" $X"#)
    #expect(shown(rm.removes) == ["~/var/lib/apt/lists/* all", "/a b all", "? all"])
    #expect(!rm.isComplete)
    #expect(effect("rm -f a").isComplete && shown(effect("rm -f a").removes) == ["a"])
  }

  @Test func copiesReadAndWrite() {
    let copy = effect("cp -r a b /c")
    #expect(shown(copy.reads) == ["a all", "b all"] && shown(copy.writes) == ["/c all"] && copy.removes.isEmpty)
    #expect(shown(effect("cp -t /d a b").writes) == ["/d"] && shown(effect("cp -t /d a b").reads) == ["a", "b"])
    let move = effect("mv a b")
    #expect(shown(move.removes) == ["a all"] && shown(move.writes) == ["b all"])
    #expect(shown(effect("ln -s /a /b").writes) == ["/b"] && effect("ln -s /a /b").reads.isEmpty)
    #expect(shown(effect("install -d -m 755 /x").writes) == ["/x"])
  }

  @Test func attributesAreNoContent() {
    #expect(shown(effect("chown -R app:app /srv /x*").changesAttributes) == ["/srv all", "~/x* all"])
    #expect(shown(effect("chmod +x /a").changesAttributes) == ["/a"])
    #expect(shown(effect("chmod -x /a").changesAttributes) == ["/a"])
    #expect(shown(effect("chmod --reference=/r /a").changesAttributes) == ["/a"])
    #expect(effect("chown -R app /srv").writes.isEmpty)
  }

  @Test func accountsWriteTheirDatabases() {
    let useradd = effect("useradd -m -u 1000 app")
    #expect(shown(useradd.writes) == ["/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/home/app all"])
    #expect(useradd.isComplete)
    #expect(!effect("useradd app").isComplete)
    #expect(shown(effect("groupadd x").writes) == ["/etc/group", "/etc/gshadow"])
  }

  @Test func downloadsAndArchivesSayWhere() {
    #expect(shown(effect("curl -fsSLo /x https://h/y").writes) == ["/x"])
    #expect(shown(effect("curl -O https://h/y").writes) == [". all"])
    #expect(effect("curl -fsS https://h/y").isEmpty && effect("curl -fsS https://h/y").isComplete)
    #expect(shown(effect("wget -qO- https://h/y").writes) == [])
    #expect(shown(effect("wget -P /d https://h/y").writes) == ["/d all"])
    #expect(shown(effect("tar xzf a.tgz -C /opt --strip-components=1").writes) == ["/opt all"])
    #expect(shown(effect("tar xzf a.tgz -C /opt").reads) == ["a.tgz"])
    #expect(shown(effect("tar -xJ -C $D").writes) == ["? all"])
    #expect(shown(effect("tar -czf o.tgz a b").writes) == ["o.tgz"] && shown(effect("tar -czf o.tgz a").reads) == ["a all"])
    #expect(shown(effect("unzip -q a.zip -d /u").writes) == ["/u all"])
    #expect(shown(effect("git clone --depth 1 -b v1 https://h/o/repo.git").writes) == ["repo all"])
    #expect(shown(effect("git clone https://h/o/repo.git /r").writes) == ["/r all"])
  }

  @Test func redirectionsCountForEveryCommand() {
    #expect(shown(effect("echo -e 'a' >> /f 2>/dev/null").writes) == ["/f"] && effect("echo a > /f").isComplete)
    let unknown = effect("make install > log < in")
    #expect(!unknown.isComplete && shown(unknown.writes) == ["log"] && shown(unknown.reads) == ["in"])
    #expect(shown(effect("{ a; b; } > /g").writes) == ["/g"])
    #expect(shown(effect("mkdir -p /a /b").writes) == ["/a", "/b"])
    #expect(shown(effect("sed -i 's/a/b/' /c").writes) == ["/c"] && shown(effect("sed -i -e x -e y /c").writes) == ["/c"])
  }
}
