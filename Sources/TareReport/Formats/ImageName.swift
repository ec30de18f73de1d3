import TareBytes
import TareTree

/// What an image is called from one build to the next: its reference without tag and digest, else its file's name.
enum ImageName {
  static func stable(_ weighing: Weighing, _ options: ReportOptions) -> String {
    if let reference = weighing.reference {
      let name = withoutTag(EscapedText.printable(reference))
      if !name.isEmpty { return name }
    }
    let file = EscapedText.printable(options.image).split(separator: "/").last.map(String.init)
    return file.flatMap { $0 == "-" || $0 == "." || $0 == ".." ? nil : $0 } ?? "image"
  }

  /// `localhost:5000/shop/api:1.4@sha256:…` is `localhost:5000/shop/api`.
  static func withoutTag(_ reference: String) -> String {
    let name = reference.prefix { $0 != "@" }
    let last = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    guard let colon = name[last...].firstIndex(of: ":") else { return String(name) }
    return String(name[..<colon])
  }
}
