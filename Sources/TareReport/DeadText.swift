import TareBytes
import TareTree

/// What the reports say of dead bytes, in one voice.
enum DeadText {
  /// `2,345 files of layer 3 (COPY /usr/local), rewritten with the same content by layer 12 (COPY /usr/local)`.
  static func sentence(_ group: Weighing.DeadGroup, rows: [Weighing.Row]) -> String {
    let files = group.files == 1 ? "1 file" : "\(Quantity.count(group.files)) files"
    if group.writer == group.killer { return "\(files) that \(layer(group.writer, rows)) names twice" }
    return "\(files) of \(layer(group.writer, rows)), \(verb(group.cause)) \(layer(group.killer, rows))"
  }

  static func verb(_ cause: Cause) -> String {
    switch cause {
    case .deleted: "deleted by"
    case .opaque: "hidden with their directory by"
    case .rewritten: "written again, unchanged, by"
    case .overwritten: "overwritten by"
    }
  }

  static func layer(_ index: Int, _ rows: [Weighing.Row]) -> String {
    let record = rows[index].record
    let text = Instruction.text(record?.createdBy, comment: record?.comment)
    return text.isEmpty ? "layer \(index)" : "layer \(index) (\(Instruction.shortened(text, to: 36)))"
  }

  static func dive(_ dive: DiveScore, _ options: ReportOptions) -> String {
    let efficiency = Quantity.percent(Int((dive.efficiency * 1_000_000).rounded()), of: 1_000_000) ?? ""
    return "dive scores these layers at \(efficiency) efficiency, with \(options.size(dive.wastedBytes)) wasted: it adds up "
      + "every version of a path that came more than once, the live one too, and counts nothing for deleted directories."
  }
}
