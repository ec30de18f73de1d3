import TareTestSupport
import Testing

/// The words live and dead, case by case.
@Suite struct LiveAndDeadTests {
  private func weigh(_ layers: (inout TarBuilder) -> Void...) throws -> Weighed {
    var image = ImageBuilder()
    for layer in layers { image.layer(.none, layer) }
    return try Weighed(image)
  }

  @Test func untouchedFileIsLive() throws {
    let image = try weigh({ $0.file("a", "12345") })
    #expect(image.dead == [])
    #expect(image.weighing.totals.live == 5)
    #expect(image.files == ["/a": 5])
  }

  @Test func whiteoutDeletes() throws {
    let image = try weigh({ $0.file("a", "12345") }, { $0.whiteout("a") })
    #expect(image.dead == ["/a 5 0>1 deleted"])
    #expect(image.files == [:])
  }

  @Test func deletedDirectoryCountsAllBelowIt() throws {
    let image = try weigh(
      {
        $0.directory("d")
        $0.file("d/a", "1")
        $0.directory("d/e")
        $0.file("d/e/b", "22")
      }, { $0.whiteout("d") })
    #expect(image.dead == ["/d/a 1 0>1 deleted", "/d/e/b 2 0>1 deleted"])
    #expect(image.directories == [])
  }

  @Test func opaqueMarkerHidesLowerChildrenOnly() throws {
    let image = try weigh(
      { $0.file("d/a", "1") },
      {
        // The marker comes behind the new file, as some writers have it.
        $0.file("d/b", "22")
        $0.opaque("d")
      })
    #expect(image.dead == ["/d/a 1 0>1 opaque"])
    #expect(image.files == ["/d/b": 2])
  }

  @Test func whiteoutBehindItsReplacementActsOnLowerLayersOnly() throws {
    let image = try weigh(
      { $0.file("a", "1") },
      {
        $0.file("a", "22")
        $0.whiteout("a")
      })
    #expect(image.files == ["/a": 2])
    #expect(image.dead == ["/a 1 0>1 deleted"])
  }

  @Test(arguments: ["0", "1", "2", "5", "3"] as [Character])
  func whiteoutIsKnownByItsNameWhateverItsType(type: Character) throws {
    let image = try weigh({ $0.file("d/a", "1") }, { $0.whiteout("d/a", type: type, target: "d/x") })
    #expect(image.dead == ["/d/a 1 0>1 deleted"])
  }

  @Test func sameContentAgainIsRewritten() throws {
    let image = try weigh({ $0.file("a", "same") }, { $0.file("a", "same", uid: 1000) })
    #expect(image.dead == ["/a 4 0>1 rewritten"])
  }

  @Test func otherContentOfTheSameSizeIsOverwritten() throws {
    let image = try weigh({ $0.file("a", "same") }, { $0.file("a", "diff") })
    #expect(image.dead == ["/a 4 0>1 overwritten"])
  }

  @Test func eachCopyInAChainIsKilledByTheNextWriter() throws {
    let image = try weigh({ $0.file("a", "x") }, { $0.file("a", "x") }, { $0.file("a", "y") })
    #expect(image.dead == ["/a 1 0>1 rewritten", "/a 1 1>2 overwritten"])
  }

  @Test func fileInPlaceOfADirectoryKillsAllBelowIt() throws {
    let image = try weigh({ $0.file("d/e/a", "1") }, { $0.file("d", "22") })
    #expect(image.dead == ["/d/e/a 1 0>1 overwritten"])
    #expect(image.files == ["/d": 2])
  }

  @Test func directoryOverDirectoryKillsNothing() throws {
    let image = try weigh({ $0.file("d/a", "1") }, { $0.directory("d", mode: 0o700) })
    #expect(image.dead == [])
  }

  @Test func directoryOverSymbolicLinkReplacesIt() throws {
    let image = try weigh(
      {
        $0.file("usr/bin/a", "1")
        $0.symlink("bin", to: "usr/bin")
      },
      {
        $0.directory("bin")
        $0.file("bin/b", "22")
      })
    #expect(image.files == ["/usr/bin/a": 1, "/bin/b": 2])
  }

  // MARK: Hard links

  @Test func hardLinksAreOneContent() throws {
    let image = try weigh({
      $0.file("a", "12345")
      $0.hardLink("b", to: "a")
    })
    #expect(image.weighing.totals.unpacked == 5)
    #expect(image.files == ["/a": 5, "/b": 5])
    #expect(image.duplicates == [])
  }

  @Test func contentLivesWhileAnyNameDoes() throws {
    let image = try weigh(
      {
        $0.file("a", "12345")
        $0.hardLink("b", to: "a")
      }, { $0.whiteout("a") })
    #expect(image.dead == [])
    #expect(image.weighing.sizes().bytes(in: 0) == 5)
  }

  @Test func lastNameDecidesTheKiller() throws {
    let image = try weigh(
      {
        $0.file("a", "12345")
        $0.hardLink("b", to: "a")
      }, { $0.whiteout("a") }, { $0.file("b", "x") })
    #expect(image.dead == ["/a 5 0>2 overwritten"])
  }

  @Test func linkToALowerLayerKeepsItsContentLive() throws {
    let image = try weigh({ $0.file("a", "12345") }, { $0.hardLink("b", to: "a") }, { $0.whiteout("a") })
    #expect(image.dead == [])
    #expect(image.files == ["/b": 5])
    #expect(image.notes == ["1: 1 hard link (/b) to a file of a lower layer, whose content they keep live"])
  }

  @Test func rewriteThroughALinkIsARewrite() throws {
    // chown -R on two names of one file: the upper layer has the file once and a link.
    let image = try weigh(
      {
        $0.file("a", "12345")
        $0.hardLink("b", to: "a")
      },
      {
        $0.file("a", "12345", uid: 7)
        $0.hardLink("b", to: "a")
      })
    #expect(image.dead == ["/a 5 0>1 rewritten"])
  }

  @Test func linkInFrontOfItsTargetsWhiteoutKeepsTheContent() throws {
    let image = try weigh(
      { $0.file("d/a", "12345") },
      {
        $0.hardLink("b", to: "d/a")
        $0.whiteout("d/a")
      }, { $0.opaque("d") })
    #expect(image.files == ["/b": 5])
    #expect(image.dead == [])
  }

  @Test func fileInPlaceOfTheRootIsDead() throws {
    let image = try weigh({
      $0.file(".", "12345")
      $0.file("a", "1")
    })
    #expect(image.weighing.totals.unpacked == 6)
    #expect(image.dead == ["/ 5 0>0 overwritten"])
    #expect(image.notes == ["0: 1 file (/) in the place of the root directory: it can be nowhere, and is dead"])
  }

  @Test func linkToNowhereWeighsNothingAndIsNoted() throws {
    let image = try weigh({ $0.hardLink("b", to: "missing") })
    #expect(image.files == [:])
    #expect(image.notes == ["0: 1 hard link (/b) to what is not there: weighed as nothing"])
  }

  @Test func linkToItselfChangesNothing() throws {
    let image = try weigh({ $0.file("a", "1") }, { $0.hardLink("a", to: "a") })
    #expect(image.files == ["/a": 1])
    #expect(image.dead == [])
    let again = try weigh({
      $0.file("a", "1")
      $0.hardLink("a", to: "./a")
    })
    #expect(again.weighing.rows[0].files == 1)
  }

  @Test func linkToASymbolicLinkIsOne() throws {
    let image = try weigh({
      $0.file("d/a", "1")
      $0.symlink("s", to: "d")
      $0.hardLink("t", to: "s")
      $0.file("t/b", "22")
    })
    #expect(image.files == ["/d/a": 1, "/d/b": 2, "/s": 0, "/t": 0])
  }

  // MARK: One layer

  @Test func pathTwiceInOneLayer() throws {
    let image = try weigh({
      $0.file("a", "same")
      $0.file("a", "same")
    })
    #expect(image.dead == ["/a 4 0>0 overwritten"])
    #expect(image.notes == ["0: 1 path (/a) named twice in one layer: the last one counts"])
    #expect(image.weighing.rows[0].files == 1)
    #expect(image.weighing.rows[0].entries == 2)
  }

  @Test func sameLayerTwiceIsTwoLayersAndOneBlob() throws {
    var image = ImageBuilder()
    image.layer { $0.file("a", "12345") }
    image.layers.append(image.layers[0])
    let weighed = try Weighed(image)
    #expect(weighed.dead == ["/a 5 0>1 rewritten"])
    #expect(weighed.weighing.totals.unpacked == 10)
    #expect(weighed.weighing.totals.stored == image.layers[0].tar.count)
  }

  @Test func emptyLayerIsStillALayer() throws {
    let image = try weigh({ _ in })
    #expect(image.weighing.rows[0].unpacked == 0)
    #expect(image.weighing.rows[0].layer == 0)
  }

  // MARK: Parents

  @Test func unnamedParentResolvesThroughSymbolicLinks() throws {
    let image = try weigh(
      {
        $0.file("usr/bin/a", "1")
        $0.symlink("bin", to: "usr/bin")
      }, { $0.file("bin/a", "22") })
    #expect(image.files == ["/usr/bin/a": 2, "/bin": 0])
    #expect(image.dead == ["/usr/bin/a 1 0>1 overwritten"])
    #expect(image.notes[0].hasPrefix("1: files placed through the symbolic link /bin, as umoci does"))
  }

  @Test func parentNamedLaterInTheLayerCountsAsNamed() throws {
    let image = try weigh(
      {
        $0.file("usr/bin/a", "1")
        $0.symlink("bin", to: "usr/bin")
      },
      {
        $0.file("bin/b", "22")
        $0.directory("bin")
      })
    #expect(image.files == ["/usr/bin/a": 1, "/bin/b": 2])
  }

  @Test(arguments: ["/usr/lib", "usr/lib", "../usr/lib", "usr/../usr/./lib", "/../../usr/lib"])
  func linkTargetsStayInsideTheRoot(target: String) throws {
    let image = try weigh(
      {
        $0.directory("usr/lib")
        $0.symlink("lib", to: target)
      }, { $0.file("lib/x", "1") })
    #expect(image.files["/usr/lib/x"] == 1)
  }

  @Test func linkCycleGivesWayToADirectory() throws {
    let image = try weigh(
      {
        $0.symlink("a", to: "b")
        $0.symlink("b", to: "a")
      }, { $0.file("a/x", "1") })
    #expect(image.files["/a/x"] == 1 || image.files["/b/x"] == 1)
    #expect(image.notes.contains { $0.contains("gave way") })
  }

  @Test func fileInPlaceOfAParentGivesWay() throws {
    let image = try weigh({ $0.file("a", "123") }, { $0.file("a/b", "1") })
    #expect(image.files == ["/a/b": 1])
    #expect(image.dead == ["/a 3 0>1 overwritten"])
  }

  @Test func whiteoutThroughASymbolicLink() throws {
    let image = try weigh(
      {
        $0.file("usr/bin/a", "1")
        $0.symlink("bin", to: "usr/bin")
      }, { $0.whiteout("bin/a") })
    #expect(image.dead == ["/usr/bin/a 1 0>1 deleted"])
  }

  @Test func whiteoutUnderADirectoryThatReplacesALinkHidesNothingBelowTheLink() throws {
    let image = try weigh(
      {
        $0.file("usr/bin/a", "1")
        $0.symlink("bin", to: "usr/bin")
      },
      {
        $0.whiteout("bin/a")
        $0.directory("bin")
      })
    #expect(image.dead == [])
    #expect(image.files == ["/usr/bin/a": 1])
  }

  @Test func aufsMarkersHaveNoEffect() throws {
    let image = try weigh(
      { $0.file("d/a", "1") },
      {
        $0.file("d/.wh..wh.plnk", "")
        $0.file("d/.wh..wh.aufs", "")
      })
    #expect(image.files == ["/d/a": 1])
    #expect(image.weighing.rows[1].files == 0)
  }

  @Test func whiteoutsWeighNothing() throws {
    let image = try weigh({ $0.file("a", "1") }, { $0.file(".wh.a", "payload") })
    #expect(image.weighing.rows[1].unpacked == 0)
  }
}
