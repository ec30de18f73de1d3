/// Numbers for people: SI units (1 kB = 1,000 bytes) with three significant digits, as Docker prints sizes.
public enum Quantity {
  private static let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]

  /// `5.22 GB`, `117 MB`, `36 B`.
  public static func size(_ bytes: Int) -> String {
    var unit = 0
    var scale = 1
    while unit + 1 < units.count, bytes.magnitude >= UInt(scale) * 1000 {
      unit += 1
      scale *= 1000
    }
    if unit == 0 { return "\(bytes) B" }
    for _ in 0..<2 {
      let decimals = decimals(for: bytes, scale)
      let text = fixed(bytes, scale, decimals)
      // 999.6 kB rounds to 1000 kB: say 1.00 MB.
      if text != "1000" || unit + 1 == units.count { return "\(text) \(units[unit])" }
      unit += 1
      scale *= 1000
    }
    return "\(bytes) B"
  }

  /// `38,700`.
  public static func count(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `90.4 %`; a share too small for one decimal is `< 0.1 %`. Nil when there is no whole.
  public static func percent(_ part: Int, of whole: Int) -> String? {
    guard whole > 0 else { return nil }
    if part > 0, Double(part) / Double(whole) < 0.0005 { return "< 0.1 %" }
    let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  private static func decimals(for bytes: Int, _ scale: Int) -> Int {
    let whole = bytes.magnitude / UInt(scale)
    return whole >= 100 ? 0 : whole >= 10 ? 1 : 2
  }

  /// `bytes / scale` rounded half up to `decimals` places, in integers.
  private static func fixed(_ bytes: Int, _ scale: Int, _ decimals: Int) -> String {
    let places = [1, 10, 100][decimals]
    let step = UInt(scale / places)
    let rounded = bytes.magnitude / step + (bytes.magnitude % step >= (step + 1) / 2 ? 1 : 0)
    let (whole, rest) = (rounded / UInt(places), rounded % UInt(places))
    let sign = bytes < 0 ? "-" : ""
    // Rounding may have added a digit: 9.999 is 10.0.
    if decimals == 0 { return "\(sign)\(whole)" }
    let padding = decimals == 2 && rest < 10 ? "0" : ""
    if decimals == 2, whole >= 10 { return "\(sign)\(whole).\(rest / 10)" }
    if decimals == 1, whole >= 100 { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(padding)\(rest)"
  }
}
