import TareTestSupport

/// Installed Python distributions, written for a layer.
enum PythonFiles {
  static let library = "usr/local/lib/python3.11"
  static let site = library + "/site-packages"

  /// The interpreter whose library the environment lies in.
  static func interpreter(to tar: inout TarBuilder) {
    tar.file(library + "/os.py", "import sys\n")
    tar.file("usr/local/bin/python3.11", "python")
    tar.symlink("usr/local/bin/python3", to: "python3.11")
    tar.file("usr/local/include/python3.11/patchlevel.h", "#define PY_VERSION \"3.11.2\"\n")
  }

  /// - Parameter files: by path below `site-packages`.
  static func distribution(
    _ name: String, _ files: [String: String], requires: [String] = [], links: [String: String] = [:], to tar: inout TarBuilder
  ) {
    let info = "\(name.split(separator: "-").joined(separator: "_"))-1.0.dist-info"
    var record = "\(info)/METADATA,,\n\(info)/RECORD,,\n"
    for path in (Array(files.keys) + Array(links.keys)).sorted() { record += "\(path),,\n" }
    let needs = requires.map { "Requires-Dist: \($0)\n" }.joined()
    tar.file("\(site)/\(info)/METADATA", "Metadata-Version: 2.1\nName: \(name)\nVersion: 1.0\n\(needs)")
    tar.file("\(site)/\(info)/RECORD", record)
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { tar.file("\(site)/\(path)", text) }
    for (path, target) in links.sorted(by: { $0.key < $1.key }) { tar.hardLink("\(site)/\(path)", to: target) }
  }

  /// `METADATA` and `RECORD` of such a distribution: what is gone with it besides its files.
  static func recordBytes(_ name: String, _ files: [String], requires: [String] = []) -> Int {
    let info = "\(name.split(separator: "-").joined(separator: "_"))-1.0.dist-info"
    let record = ["\(info)/METADATA", "\(info)/RECORD"] + files
    return record.reduce(0) { $0 + $1.utf8.count + 3 } + "Metadata-Version: 2.1\nName: \(name)\nVersion: 1.0\n".utf8.count
      + requires.reduce(0) { $0 + "Requires-Dist: \($1)\n".utf8.count }
  }

  static func text(_ count: Int, _ letter: Character = "x") -> String { "#" + String(repeating: letter, count: count - 1) }
}

extension ImageBuilder {
  /// An image with an application at `/app`, run as `python3 main.py`, above a layer with the environment.
  static func application(
    _ main: String, config: String = "", _ environment: (inout TarBuilder) -> Void
  ) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer { PythonFiles.interpreter(to: &$0) }
    image.layer { environment(&$0) }
    image.layer { $0.file("app/main.py", main) }
    image.instructions("ADD rootfs.tar /", "CMD python3", "RUN pip install", "COPY main.py /app/")
    image.runConfig = "{\"WorkingDir\":\"/app\",\"Cmd\":[\"python3\",\"main.py\"]\(config)}"
    return image
  }
}
