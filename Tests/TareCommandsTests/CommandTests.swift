import Foundation
import TareArchive
import TareTestSupport
import Testing

@Suite struct CommandTests {
  private let folder = TemporaryFolder()

  private var image: ImageBuilder {
    var image = ImageBuilder()
    image.layer {
      $0.directory("d")
      $0.file("d/a", "12345")
      $0.file("d/b", "123")
      $0.symlink("link", to: "d")
    }
    image.layer {
      $0.whiteout("d/a")
      $0.file("d/b", "4567")
      $0.file("d/c", "1")
    }
    return image
  }

  private func saved() -> TemporaryFolder {
    folder.write(image.dockerArchive(), as: "image.tar")
    return folder
  }

  @Test func standardInputReadsEveryKind() {
    let folder = saved()
    folder.write(Packing.zstd(image.packed(.gzip).ociArchive()), as: "oci.tar.zst")
    let expected = Program.run("image.tar --top 3", in: folder.path)
    #expect(expected.status == 0)
    for source in ["cat image.tar", "gzip -c image.tar", "cat oci.tar.zst"] {
      let run = Program.pipe(source, to: "- --format json", in: folder.path)
      #expect(run.status == 0, "\(run.error)")
      #expect(run.output.contains("\"dead\": 8"))
    }
    #expect(Shell.run("'\(Program.executable)' - < image.tar", in: folder.path).status == 0)
  }

  @Test func outputIsWrittenWholeAndOverwrites() throws {
    let folder = saved()
    folder.write(Array("old".utf8), as: "report.json")
    let run = Program.run("image.tar --format json -o report.json", in: folder.path)
    #expect(run.status == 0 && run.output == "" && run.error == "")
    let text = try String(contentsOfFile: folder.path + "/report.json", encoding: .utf8)
    #expect(text == Program.run("image.tar --format json", in: folder.path).output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["image.tar", "report.json"])
  }

  @Test func imageIsNeverOverwritten() {
    let run = Program.run("image.tar -o ./image.tar", in: saved().path)
    #expect(run.status == 2)
    #expect(run.error == "tare: ./image.tar: is the image itself; write the report to another file\n")
  }

  @Test func outputFollowsALinkAndKeepsTheMode() throws {
    let folder = saved()
    let made = Shell.run("echo old > real.txt && chmod 600 real.txt && ln -s real.txt link.txt", in: folder.path)
    #expect(made.status == 0)
    #expect(Program.run("image.tar -o link.txt", in: folder.path).status == 0)
    let found = Shell.run("stat -c '%a %F' real.txt link.txt", in: folder.path).output
    #expect(found == "600 regular file\n777 symbolic link\n")
  }

  @Test func failedRunLeavesTheOldReport() throws {
    let folder = saved()
    folder.write(Array("old".utf8), as: "report.json")
    folder.write([1, 2, 3], as: "broken.tar")
    #expect(Program.run("broken.tar -o report.json", in: folder.path).status == 2)
    #expect(try String(contentsOfFile: folder.path + "/report.json", encoding: .utf8) == "old")
  }

  @Test func readerThatGoesAwayEndsTheProgramQuietly() {
    let run = Shell.run("'\(Program.executable)' image.tar | true; echo ${PIPESTATUS[0]}", in: saved().path)
    #expect(run.output == "0\n" && run.error == "")
  }

  @Test func noProgressOffATerminal() { #expect(Program.run("image.tar", in: saved().path).error == "") }

  @Test func listShowsTheFinalTree() {
    let run = Program.run("ls image.tar /d --bytes", in: saved().path)
    #expect(
      run.output == """
           SIZE  DEAD  FILES  LAYER  NAME
        -         5 B             0  /d/a
        ~   4 B   3 B             1  /d/b
            1 B                   1  /d/c

        """)
  }

  @Test func listOfALayerShowsWhatItDid() {
    let run = Program.run("ls image.tar / -r --layer 1 --bytes", in: saved().path)
    #expect(
      run.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ").joined(separator: " ") }
        == ["~ 5 B 8 B 2 /d/", "- 5 B 0 /d/a", "~ 4 B 3 B /d/b", "+ 1 B /d/c"])
  }

  @Test func listTakesAFileAndALink() {
    #expect(Program.run("ls image.tar /d/b", in: saved().path).output.contains("/d/b"))
    #expect(Program.run("ls image.tar /", in: saved().path).output.contains("/link -> d"))
    #expect(Program.run("ls image.tar /d/a", in: saved().path).output.contains("- "))
  }

  @Test func pathsAreFollowedThroughLinksAndReadBackFromEscapes() {
    var image = ImageBuilder()
    image.layer {
      $0.file("usr/bin/git", "12345")
      $0.hardLink("usr/bin/git-x", to: "usr/bin/git")
      $0.symlink("bin", to: "usr/bin")
      $0.member(name: [0x63, 0xe9], type: "0", content: [1])
    }
    folder.write(image.dockerArchive(), as: "links.tar")
    #expect(Program.run("ls links.tar /bin/git", in: folder.path).output.contains("5 B                   0  /usr/bin/git\n"))
    let linked = Program.run("ls links.tar /bin", in: folder.path).output
    #expect(linked.contains("/usr/bin/git-x (hard link to /usr/bin/git)"))
    #expect(Program.run("ls links.tar '/c\\xe9'", in: folder.path).output.contains("1 B"))
  }

  @Test func directoryThatComesAgainAsItWasIsNoChange() {
    var image = ImageBuilder()
    image.layer {
      $0.directory("etc")
      $0.directory("srv", mode: 0o700)
    }
    image.layer {
      $0.directory("etc")
      $0.directory("srv", mode: 0o755)
    }
    folder.write(image.dockerArchive(), as: "directories.tar")
    let run = Program.run("ls directories.tar --layer 1", in: folder.path)
    #expect(run.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ").joined(separator: " ") } == ["~ 0 /srv/"])
  }

  @Test func proposedCommandsFeedStandardInputAgain() {
    let run = Program.pipe("cat image.tar", to: "-", in: saved().path)
    #expect(run.output.contains("docker save test:latest | tare - --layer 0"))
  }

  @Test func helpAndVersionAreFine() {
    for arguments in ["--help", "ls --help", "help weigh", "--version", "--generate-completion-script bash"] {
      let run = Program.run(arguments)
      #expect(run.status == 0 && !run.output.isEmpty && run.error == "", "\(arguments)")
    }
  }

  @Test func columnsBoundTheWidth() {
    let run = Program.run("image.tar", in: saved().path, environment: "COLUMNS=60")
    let table = run.output.split(separator: "\n").drop { !$0.contains("INSTRUCTION") }
    #expect(table.prefix { !$0.hasPrefix("Next") && !$0.hasPrefix("dive") }.allSatisfy { $0.count <= 60 })
  }
}
