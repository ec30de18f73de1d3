/// One row of an image's table: a history record, a layer, or both.
public struct HistoryRow: Sendable, Hashable {
  public var record: HistoryRecord?
  /// Index into the layers, lowest first; nil for a row without a layer.
  public var layer: Int?

  /// A row for each history record, in order, then the layers that no record speaks of. Each record that is not
  /// `empty_layer` takes the next layer; records that find none left keep their row without one.
  public static func rows(history: [HistoryRecord], layerCount: Int) -> [HistoryRow] {
    var next = 0
    var rows = history.map { record in
      guard !record.isEmpty, next < layerCount else { return HistoryRow(record: record) }
      defer { next += 1 }
      return HistoryRow(record: record, layer: next)
    }
    rows += (next..<max(next, layerCount)).map { HistoryRow(layer: $0) }
    return rows
  }
}
