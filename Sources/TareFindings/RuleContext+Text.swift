import TareBytes
import TareOCI
import TareTree

extension RuleContext {
  /// A path as people read it.
  public func text(_ path: Int32) -> String { EscapedText.printable(paths.bytes(of: path)) }

  /// `2.21 MB`.
  public func size(_ bytes: Int) -> String { Quantity.size(bytes) }

  /// `1 file`, `2,345 files`.
  public func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    count == 1 ? "1 \(noun)" : "\(Quantity.count(count)) \(plural ?? noun + "s")"
  }

  /// `layer 3 (COPY app /app)`: a row with its instruction, cut short.
  public func place(row: Int) -> String {
    let record = weighing.rows[row].record
    let text = InstructionText.shortened(InstructionText.text(record?.createdBy, comment: record?.comment), to: 60)
    return text.isEmpty ? "layer \(row)" : "layer \(row) (\(text))"
  }

  /// The Dockerfile instruction of a row, in capitals; nil where nothing says.
  public func keyword(ofRow row: Int) -> String? { weighing.rows[row].record?.instruction }

  /// The largest contents as lines of evidence, with their sizes and where they are.
  public func largest(_ contents: some Sequence<Int32>, limit: Int = 3) -> [String] {
    contents.filter { tree.contents[Int($0)].size > 0 }
      .sorted { (tree.contents[Int($1)].size, $0) < (tree.contents[Int($0)].size, $1) }
      .prefix(limit)
      .map { "\(size(tree.contents[Int($0)].size)) \(text(home(of: $0)))" }
  }

  /// The path of a content: the one it was written under, or, where it lives under others only, the first of these.
  public func home(of content: Int32) -> Int32 { weighing.home(of: content) }

  /// Where most of these contents lie, as lines of evidence: the heaviest parts of the directory that holds nearly all.
  public func heaviest(_ contents: some Sequence<Int32>, limit: Int = 3) -> [String] {
    DirectorySums(contents.map { (home(of: $0), tree.contents[Int($0)].size) }, paths).heaviest(limit).map { row in
      let files = row.isFile ? "" : " (\(counted(row.files, "file")))"
      return "\(size(row.bytes)) \(text(row.path))\(row.isFile ? "" : "/")\(files)"
    }
  }
}
