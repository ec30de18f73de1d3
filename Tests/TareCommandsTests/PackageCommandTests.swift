import Foundation
import TareTestSupport
import Testing

@Suite struct PackageCommandTests {
  private let folder = TemporaryFolder()

  private func saved() -> String {
    var image = ImageBuilder()
    image.layer {
      DebianFiles.write(
        [.init("tool", ["/usr/bin/tool": "0123456789"], depends: "library"), .init("library", ["/usr/lib/library": "01234"])],
        automatic: ["library"], to: &$0)
      $0.symlink("usr/bin/link", to: "tool")
    }
    folder.write(image.dockerArchive(), as: "image.tar")
    return folder.path
  }

  @Test func packagesListsAndAnswers() {
    let path = saved()
    let list = Program.run("packages image.tar --sort name --bytes", in: path)
    #expect(list.status == 0 && list.output.contains("library 1.0") && list.output.contains("needed by tool"))
    let answer = Program.run("packages image.tar deb:tool", in: path)
    #expect(answer.status == 0 && answer.output.contains("in 2 packages would go"))
    let json = Program.run("packages image.tar library --format json", in: path)
    #expect(json.status == 0 && json.output.contains("\"blockedBy\": [\"tool\"]"))
  }

  @Test func whyTakesAPackageOrAPath() {
    let path = saved()
    #expect(Program.run("why image.tar library", in: path).output.contains("depends library 1.0"))
    // A link shows what it points at.
    #expect(Program.run("why image.tar /usr/bin/link", in: path).output.contains("belongs to tool 1.0 (deb)"))
    #expect(Program.run("why image.tar tool --format json", in: path).output.contains("\"owner\": \"package\""))
  }

  @Test func whatIsNotThereIsSaidInOneLine() {
    let path = saved()
    for (arguments, error) in [
      ("packages image.tar nothing", "tare: image.tar: no package named nothing; tare packages image.tar lists all\n"),
      (
        "why image.tar nothing",
        "tare: image.tar: no package named nothing; tare packages image.tar lists all\n"
      ),
      ("packages image.tar libr", "tare: image.tar: no package named libr; there is library\n"),
      ("why image.tar /nothing", "tare: image.tar: no file at /nothing in the final image; tare ls shows what there was\n"),
      ("why image.tar /usr", "tare: image.tar: /usr is a directory; name a file of it, or list it with tare ls\n"),
      ("binaries image.tar /nothing", "tare: image.tar: nothing at /nothing in the final image\n"),
      ("packages image.tar --top 0", "tare: --top takes a number from 1; see tare --help\n"),
    ] {
      let run = Program.run(arguments, in: path)
      #expect(run.status == 2 && run.error == error && run.output.isEmpty, "\(arguments): \(run.error)")
    }
  }

  @Test(.enabled(if: Shell.has("gcc"))) func binariesAreListedWithTheirParts() {
    let path = saved()
    let build = Shell.run(
      """
      echo 'int f(void) { return 1; }' > f.c && gcc -g -shared -o libf.so f.c &&
      echo 'int f(void); int main(void) { return f(); }' > main.c && gcc -o main main.c -L. -lf && strip main
      """, in: path)
    #expect(build.status == 0, "\(build.error)")
    var image = ImageBuilder()
    image.layer { tar in
      for name in ["libf.so", "main"] {
        tar.file("usr/lib/\(name)", Array(FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()))
      }
    }
    folder.write(image.dockerArchive(), as: "binaries.tar")
    _ = folder.write(layout: image.packed(.gzip).layoutFiles(), as: "gzip")
    let plain = Program.run("binaries binaries.tar --format json", in: path)
    #expect(plain.status == 0 && plain.output.contains("\"loadedBy\": 1") && plain.output.contains("\"needed\": [\"libf.so\""))
    #expect(plain.output == Program.run("binaries gzip --format json", in: path).output)
    #expect(Program.run("why binaries.tar /usr/lib/libf.so", in: path).output.contains("loaded by 1 binary:\n    /usr/lib/main"))
  }
}
