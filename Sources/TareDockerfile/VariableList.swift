/// Variables in the order in which they were first set.
public struct VariableList: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let name: [UInt8]
    public var value: [UInt8]
  }

  public private(set) var entries: [Entry] = []
  private var places: [[UInt8]: Int] = [:]

  public init() {}

  /// From `NAME=value`, as image configurations write them.
  public init(environment: some Sequence<[UInt8]>) {
    for line in environment {
      let equals = line.firstIndex(of: Mark.equals) ?? line.endIndex
      set(Array(line[..<equals]), to: Array(line[equals...].dropFirst()))
    }
  }

  public subscript(_ name: [UInt8]) -> [UInt8]? { places[name].map { entries[$0].value } }

  public subscript(_ name: String) -> [UInt8]? { self[Array(name.utf8)] }

  /// A name that is there keeps its place.
  public mutating func set(_ name: [UInt8], to value: [UInt8]) {
    if let place = places[name] {
      entries[place].value = value
    } else {
      places[name] = entries.count
      entries.append(Entry(name: name, value: value))
    }
  }
}
