/// A time as images have it (RFC 3339), in UTC to the second.
struct UTCTime: Equatable, CustomStringConvertible {
  /// `2026-01-02T03:04:05Z`
  let description: String

  /// The beginning of 1970: what stands where a time must and none is known.
  static let epoch = UTCTime("1970-01-01T00:00:00Z")!

  /// Nil for what is no such time, and for one before 1970: builders write the year 1 for none.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func has(_ byte: Character, at index: Int) -> Bool { index < bytes.count && bytes[index] | 0x20 == byte.asciiValue! | 0x20 }
    guard let year = number(0..<4), has("-", at: 4), let month = number(5..<7), has("-", at: 7), let day = number(8..<10),
      has("T", at: 10), let hour = number(11..<13), has(":", at: 13), let minute = number(14..<16), has(":", at: 16),
      let second = number(17..<19), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    var end = 19
    if end < bytes.count, bytes[end] == 0x2e {
      end += 1
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
    }
    var offset = 0
    if end + 6 == bytes.count, bytes[end] == 0x2b || bytes[end] == 0x2d, let hours = number(end + 1..<end + 3),
      let minutes = number(end + 4..<end + 6), bytes[end + 3] == 0x3a
    {
      offset = (hours * 60 + minutes) * (bytes[end] == 0x2b ? 1 : -1)
    } else if end + 1 != bytes.count || !has("Z", at: end) {
      return nil
    }
    let total = Self.days(year, month, day) * 1440 + hour * 60 + minute - offset
    guard total >= 0, let date = Self.date(total / 1440) else { return nil }
    description = "\(date)T\(Self.two(total / 60 % 24)):\(Self.two(total % 60)):\(Self.two(second))Z"
  }

  /// Days since 1970-01-01, by the proleptic Gregorian calendar; years begin in March, so that a leap day ends one.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }

  /// Nil from the year 10000.
  private static func date(_ days: Int) -> String? {
    var (year, rest) = (1970, days)
    func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    while year < 10_000, rest >= (isLeap(year) ? 366 : 365) {
      rest -= isLeap(year) ? 366 : 365
      year += 1
    }
    guard year < 10_000 else { return nil }
    var month = 1
    for length in [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
      if rest < length { break }
      rest -= length
      month += 1
    }
    return "\(year)-\(two(month))-\(two(rest + 1))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
