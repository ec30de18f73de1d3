/// Rows in columns, as wide as their widest cell; the last column takes what is left of the width.
struct TextTable {
  enum Alignment { case left, right }

  struct Cell {
    var text: String
    var style = Style.plain

    init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[Cell]] = []

  init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  mutating func add(_ row: [Cell]) { rows.append(row) }

  /// Columns that all but the last take, gaps included.
  var fixedWidth: Int { widths.dropLast().reduce(0) { $0 + $1 + 2 } }

  private var widths: [Int] {
    columns.indices.map { column in
      max(DisplayWidth.of(columns[column].title), rows.map { DisplayWidth.of($0[column].text) }.max() ?? 0)
    }
  }

  /// - Parameter shorten: cuts a cell of the last column to a width.
  func render(width: Int, colour: Bool, shorten: (String, Int) -> String) -> String {
    let widths = widths
    let last = max(16, width - fixedWidth)
    var text = ""
    func line(_ cells: [Cell]) {
      var line = ""
      for (column, cell) in cells.enumerated() {
        let isLast = column == cells.count - 1
        let content = isLast ? shorten(cell.text, last) : cell.text
        let padding = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(content)))
        let styled = cell.style.apply(content, colour)
        switch columns[column].alignment {
        case .right: line += padding + styled
        case .left: line += isLast ? styled : styled + padding
        }
        if !isLast { line += "  " }
      }
      text += line + "\n"
    }
    if columns.contains(where: { !$0.title.isEmpty }) { line(columns.map { Cell($0.title, .heading) }) }
    for row in rows { line(row) }
    return text
  }
}
