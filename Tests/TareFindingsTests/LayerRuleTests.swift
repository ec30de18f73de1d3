import TareTestSupport
import Testing

@testable import TareFindings

/// Each rule on layers: an image that has it, and a near miss that has not.
@Suite struct LayerRuleTests {
  // MARK: Deleted

  @Test func deletedBesideOtherWork() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("opt/tool/bin", Self.bytes(3000))
      $0.file("opt/tool/data", Self.bytes(2000))
      $0.file("opt/kept", Self.bytes(1000))
    }
    image.layer {
      $0.whiteout("opt/tool")
      $0.file("opt/new", Self.bytes(10))
    }
    image.instructions("COPY opt /opt", "RUN rm -rf /opt/tool && make")
    let found = try Found(image)
    #expect(found.lines == ["deleted-later/0-1 5000"])
    #expect(found.claims("deleted-later/0-1") == ["0 /opt/tool/"])
    let finding = try #require(found.finding("deleted-later/0-1"))
    #expect(finding.title == "2 files of layer 0 (COPY opt /opt) deleted by layer 1 (RUN rm -rf /opt/tool && make)")
    #expect(finding.evidence == ["3.00 kB /opt/tool/bin", "2.00 kB /opt/tool/data"])
    #expect(finding.rows == [0, 1])
    #expect(finding.fixes[0].text.contains(".dockerignore"))
    #expect(finding.risk.level == .none && finding.effort == .oneLine && finding.severity == .high)
    #expect(found.findings.totals.none == 5000)
  }

  @Test func deletedWithinItsOwnInstructionLeavesNothing() throws {
    var image = ImageBuilder()
    image.layer { $0.file("opt/kept", Self.bytes(1000)) }
    // A marker for what no lower layer has.
    image.layer {
      $0.whiteout("opt/tool")
      $0.file("opt/new", Self.bytes(10))
    }
    image.instructions("COPY opt /opt", "RUN make && rm -rf /opt/tool")
    let found = try Found(image)
    #expect(found.lines == [])
    #expect(found.reason("deleted-later") != nil && found.reason("deletes-earlier") != nil)
  }

  @Test func instructionThatOnlyDeletes() throws {
    var image = ImageBuilder()
    image.layer { $0.file("data/a", Self.bytes(4000)) }
    image.layer { $0.file("data/b", Self.bytes(500)) }
    image.layer {
      $0.directory("data")
      $0.opaque("data")
    }
    image.instructions("ADD a /data/a", "RUN fetch", "RUN rm -rf /data/*")
    let found = try Found(image)
    #expect(found.lines == ["deletes-earlier/0-2 4000", "deletes-earlier/1-2 500"])
    #expect(found.finding("deletes-earlier/1-2")!.fixes[0].text.contains("delete these files in the instruction that makes them"))
    #expect(found.reason("deleted-later") != nil)
  }

  @Test func deletingLinksAndEmptyFilesIsNoMatter() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("empty", "")
      $0.symlink("link", to: "empty")
      $0.file("shared", Self.bytes(100))
      $0.hardLink("also", to: "shared")
    }
    image.layer {
      $0.whiteout("empty")
      $0.whiteout("link")
      // Its content lives under the other name.
      $0.whiteout("shared")
    }
    #expect(try Found(image).lines == [])
  }

  // MARK: Overwritten

  @Test func overwrittenByAnotherContent() throws {
    var image = ImageBuilder()
    image.layer { $0.file("app/main", Self.bytes(3000, 1)) }
    image.layer { $0.file("app/main", Self.bytes(3000, 2)) }
    image.instructions("RUN make", "RUN make again")
    let found = try Found(image)
    #expect(found.lines == ["overwritten-later/0-1 3000"])
    #expect(found.claims("overwritten-later/0-1") == ["0 /app/main"])
  }

  @Test func packageDatabasesAreToldApart() throws {
    var image = ImageBuilder()
    image.layer { $0.file("var/lib/dpkg/status", Self.bytes(3000, 1)) }
    image.layer {
      $0.file("var/lib/dpkg/status", Self.bytes(3100, 2))
      $0.file("usr/lib/large", Self.bytes(100_000, 3))
    }
    image.layer { $0.file("var/lib/dpkg/status", Self.bytes(3200, 3)) }
    image.instructions("ADD rootfs.tar /", "RUN apt-get install a", "RUN apt-get install b")
    let found = try Found(image)
    #expect(found.lines == ["system-state-rewritten/own 6100"])
    #expect(found.finding("system-state-rewritten/own")!.severity == .low)
    #expect(found.reason("overwritten-later") != nil)
  }

  @Test(arguments: [200, 100])
  func whatTheFirstInstallationWritesAgainAsksForNothing(size: Int) throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("etc/os-release", "ID=debian\n")
      $0.file("var/lib/dpkg/status", Self.bytes(5000, 1))
    }
    image.layer { $0.file("var/lib/dpkg/status", Self.bytes(size, 2)) }
    image.layer {
      $0.file("var/lib/dpkg/status", Self.bytes(300, 3))
      $0.file("usr/lib/large", Self.bytes(10_000, 4))
    }
    image.instructions("ADD rootfs.tar /", "CMD bash", "RUN apt-get install a", "RUN apt-get install b")
    let found = try Found(image)
    #expect(found.lines == ["system-state-rewritten/own \(size)", "system-state-rewritten/base 5000"])
    #expect(found.finding("system-state-rewritten/base")!.severity == .info)
    #expect(found.finding("system-state-rewritten/base")!.needsBase)
    // Of 15.5 kB only the second copy is the image's own doing: from a hundredth on it counts.
    #expect(found.finding("system-state-rewritten/own")!.severity == (size == 200 ? .low : .info))
  }

  @Test func pathNamedTwiceInOneLayer() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a", Self.bytes(200, 1))
      $0.file("a", Self.bytes(300, 2))
    }
    let found = try Found(image)
    #expect(found.lines == ["overwritten-later/0-0 200"])
    #expect(found.finding("overwritten-later/0-0")!.title.contains("holds twice"))
  }

  // MARK: Written again

  @Test func chownAndChmodInALayerOfTheirOwn() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("app/a", Self.bytes(5000, 1))
      $0.file("app/b", Self.bytes(100, 2), mode: 0o600)
    }
    image.layer {
      $0.file("app/a", Self.bytes(5000, 1), uid: 1000)
      $0.file("app/b", Self.bytes(100, 2), mode: 0o600, uid: 1000)
    }
    image.layer {
      $0.file("app/a", Self.bytes(5000, 1), mode: 0o664, uid: 1000)
      $0.file("app/b", Self.bytes(100, 2), mode: 0o620, uid: 1000)
    }
    image.instructions("COPY . /app", "RUN chown -R 1000 /app", "RUN chmod -R g+w /app")
    let found = try Found(image)
    #expect(found.lines == ["changed-in-place/0-1 5100", "changed-in-place/1-2 5100"])
    // The claim is the dead copy, the fix acts where the bytes were written first.
    #expect(found.claims("changed-in-place/1-2") == ["1 /"])
    let (chown, chmod) = (found.finding("changed-in-place/0-1")!, found.finding("changed-in-place/1-2")!)
    #expect(chown.fixes[0].text.hasPrefix("add --chown=1000:0 to layer 0 (COPY . /app)"))
    #expect(chmod.fixes[0].text.hasPrefix("add --chmod=g+w to layer 0 (COPY . /app)"))
    #expect(chown.evidence.last == "what changes: owner of 2 files (5.10 kB)")
    #expect(found.findings.removable == 10_200)
    #expect(found.reason("overwritten-later") != nil)
  }

  @Test func chownOfDirectoriesAndLinksAloneIsNoMatter() throws {
    var image = ImageBuilder()
    image.layer {
      $0.directory("app")
      $0.file("app/a", Self.bytes(5000, 1))
    }
    image.layer { $0.member("app/", type: "5", mode: 0o755, uid: 1000) }
    image.instructions("COPY . /app", "RUN chown 1000 /app")
    #expect(try Found(image).lines == [])
  }

  @Test func chownOfOneHardLinkOfSeveral() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("cache/a", Self.bytes(5000, 1))
      $0.hardLink("lib/a", to: "cache/a")
    }
    image.layer { $0.file("lib/a", Self.bytes(5000, 1), uid: 1000) }
    image.instructions("RUN install", "RUN chown -R 1000 /lib")
    let found = try Found(image)
    #expect(found.lines == ["changed-in-place/0-1-links 5000"])
    #expect(found.claims("changed-in-place/0-1-links") == ["1 /lib/a keeps 0 /cache/a"])
    // What else is to change about the file changes where the link was made.
    let content = try #require(found.context.tree.contents.lastIndex { $0.isLive && $0.location.layer == 1 })
    #expect(found.context.rowsHolding([Int32(content)]) == [0, 1])
  }

  @Test func copyOverEqualFiles() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("usr/local/bin/python", Self.bytes(9000, 1))
      $0.file("usr/local/lib/os.py", Self.bytes(1000, 2))
    }
    image.layer {
      $0.file("usr/local/bin/python", Self.bytes(9000, 1), modified: 7)
      $0.file("usr/local/lib/os.py", Self.bytes(1000, 3))
      $0.file("usr/local/lib/new.py", Self.bytes(500, 4))
    }
    image.instructions("RUN make install", "COPY /usr/local /usr/local")
    let found = try Found(image)
    #expect(found.lines == ["copied-again/0-1 9000", "overwritten-later/0-1 1000"])
    #expect(found.claims("copied-again/0-1") == ["0 /usr/local/bin/python"])
    #expect(found.finding("copied-again/0-1")!.evidence.last == "what changes: only the time of 1 file (9.00 kB)")
  }

  @Test(arguments: [0, 7])
  func overABaseTheUpperCopyGoesWhereItIsEqual(modified: Int) throws {
    var image = ImageBuilder()
    image.layer { $0.file("usr/bin/python", Self.bytes(9000, 1)) }
    image.layer { $0.file("usr/bin/python", Self.bytes(9000, 1), modified: modified) }
    image.instructions("ADD rootfs.tar /", "CMD python", "COPY --link /usr /usr")
    let found = try Found(image)
    let finding = try #require(found.finding("copied-again/0-2"))
    #expect(finding.bytes == 9000)
    #expect(finding.needsBase == (modified != 0))
    #expect(finding.baseBytes == (modified != 0 ? 9000 : 0))
    let claim = modified == 0 ? "1 /usr/bin/python keeps 0 /usr/bin/python" : "0 /usr/bin/python"
    #expect(found.claims("copied-again/0-2") == [claim])
    // What a rule says of the path takes both copies with it, whichever the first finding took.
    var joined = found.findings.joined
    #expect(joined.add(found.context.claim(paths: [found.path("/usr/bin/python")])) == 9000)
    #expect(joined.bytes == 18_000)
  }

  // MARK: Equal files

  @Test func directoryCopiedByALaterInstruction() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("app/x/main.py", Self.bytes(700, 1))
      $0.file("app/x/util.py", Self.bytes(300, 2))
      $0.file("app/y/main.py", Self.bytes(700, 1))
    }
    image.layer {
      $0.file("bak/x/main.py", Self.bytes(700, 1))
      $0.file("bak/x/util.py", Self.bytes(300, 2))
      $0.file("bak/y/main.py", Self.bytes(700, 1))
    }
    image.instructions("COPY app /app", "RUN cp -r /app /bak")
    let found = try Found(image)
    #expect(found.lines == ["copy-of-lower-layer/0-1 1700"])
    // Each is told as a copy of the file it was made of.
    #expect(
      found.claims("copy-of-lower-layer/0-1") == [
        "1 /bak/x/main.py keeps 0 /app/x/main.py", "1 /bak/x/util.py keeps 0 /app/x/util.py",
        "1 /bak/y/main.py keeps 0 /app/y/main.py",
      ])
    #expect(found.finding("copy-of-lower-layer/0-1")!.risk.level == .low)
  }

  @Test func smallFilesThatHappenToBeEqualAreLeftAlone() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a/LICENSE", Self.bytes(1000, 1))
      $0.file("b/LICENSE", Self.bytes(1000, 1))
    }
    image.layer {
      $0.file("c/LICENSE", Self.bytes(1000, 1))
      $0.file("c/main", Self.bytes(2000, 2))
    }
    let found = try Found(image)
    #expect(found.lines == [])
    #expect(found.reason("copy-of-lower-layer") != nil && found.reason("identical-files") != nil)
  }

  @Test func equalFilesOfOneLayer() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("model/a.bin", Self.bytes(5000, 1))
      $0.file("model/b.bin", Self.bytes(5000, 1))
      $0.file("model/c.bin", Self.bytes(5000, 1))
      $0.hardLink("model/d.bin", to: "model/a.bin")
    }
    image.layer { $0.file("other/e.bin", Self.bytes(5000, 1)) }
    image.instructions("COPY model /model", "COPY other /other")
    let found = try Found(image)
    #expect(found.lines == ["identical-files/0-0 10000", "copy-of-lower-layer/0-1 5000"])
    #expect(
      found.claims("identical-files/0-0") == [
        "0 /model/b.bin keeps 0 /model/a.bin", "0 /model/c.bin keeps 0 /model/a.bin",
      ])
    #expect(found.claims("copy-of-lower-layer/0-1") == ["1 /other/e.bin keeps 0 /model/a.bin"])
    #expect(found.findings.removable == 15_000)
  }

  @Test func theLastVersionOfASystemsStateIsNoCopy() throws {
    var image = ImageBuilder()
    image.layer {
      for path in ["var/cache/debconf/templates.dat", "var/lib/dpkg/status"] {
        $0.file(path, Self.bytes(5000, 1))
        $0.file(path + "-old", Self.bytes(5000, 1))
      }
    }
    #expect(try Found(image).lines == [])
  }

  @Test func hardLinksAreNoCopies() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("a", Self.bytes(5000, 1))
      $0.hardLink("b", to: "a")
      $0.symlink("c", to: "a")
    }
    #expect(try Found(image).lines == [])
  }

  /// Bytes that no other seed gives.
  static func bytes(_ count: Int, _ seed: UInt8 = 0) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) ^ seed } }
}
