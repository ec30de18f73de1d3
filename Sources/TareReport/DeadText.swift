import TareBytes
import TareOCI
import TareTree

/// What the reports say of dead bytes, in one voice.
enum DeadText {
  /// `2,345 files of layer 3 (COPY /usr/local), rewritten by layer 12 (COPY /usr/local)`, with both instructions cut so
  /// that the whole fits in `width`.
  static func sentence(_ group: Weighing.DeadGroup, rows: [Weighing.Row], width: Int) -> String {
    let files = files(group.files)
    func text(_ budget: Int) -> String {
      if group.writer == group.killer { return "\(files) that \(layer(group.writer, rows, budget)) names twice" }
      return "\(files) of \(layer(group.writer, rows, budget)), \(verb(group.cause)) \(layer(group.killer, rows, budget))"
    }
    return text(max(10, (width - text(0).count - 8) / 2))
  }

  static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(Quantity.count(count)) files" }

  static func verb(_ cause: Cause) -> String {
    switch cause {
    case .deleted: "deleted by"
    case .opaque: "hidden with their directory by"
    case .rewritten: "rewritten unchanged by"
    case .overwritten: "overwritten by"
    }
  }

  /// `layer 3 (COPY app /app)`, the instruction cut to `budget`; without it when that is 0.
  static func layer(_ index: Int, _ rows: [Weighing.Row], _ budget: Int) -> String {
    let record = rows[index].record
    let text = InstructionText.text(record?.createdBy, comment: record?.comment)
    let short = budget > 0 ? InstructionText.shortened(text, to: budget) : ""
    return short.isEmpty ? "layer \(index)" : "layer \(index) (\(short))"
  }

  static func dive(_ dive: DiveScore, _ options: ReportOptions) -> String {
    let efficiency = Quantity.percent(Int((dive.efficiency * 1_000_000).rounded()), of: 1_000_000) ?? ""
    return "dive scores these layers at \(efficiency) efficiency, with \(options.size(dive.wastedBytes)) wasted: it adds up "
      + "every version of a path that came more than once, the live one too, and counts nothing for deleted directories."
  }
}
