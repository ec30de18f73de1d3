/// The tables of `--format csv`.
public enum ReportTable: String, CaseIterable, Sendable {
  case packages, layers, files
}
