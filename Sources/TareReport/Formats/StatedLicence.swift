import TareOwners

/// What a package says of its licence, as far as a machine may rely on it.
enum StatedLicence: Equatable {
  /// It says nothing, or nobody read it.
  case nothing
  case expression(SPDXExpression)
  /// In words of its own.
  case named(String)
  /// More than one, in the order of its metadata, without saying whether all hold or one may be chosen.
  case several([String])

  init(_ package: Package) {
    self.init(package.licences, spelling: package.ecosystem == .deb ? DebianLicenceName.spdx : { $0 })
  }

  /// - Parameter spelling: what a statement would be in SPDX; where that is no expression the statement stays as it is.
  init(_ statements: [String], spelling: (String) -> String = { $0 }) {
    var texts: [String] = []
    var known: Set<String> = []
    for statement in statements {
      let text = SPDXExpression(spelling(statement))?.text ?? statement
      if known.insert(text).inserted { texts.append(text) }
    }
    if texts.count > 1 {
      self = .several(texts)
    } else if let text = texts.first {
      self = SPDXExpression(text).map(Self.expression) ?? .named(text)
    } else {
      self = .nothing
    }
  }

  /// For people.
  var text: String {
    switch self {
    case .nothing: ""
    case .expression(let expression): expression.text
    case .named(let name): name
    case .several(let texts): texts.joined(separator: "; ")
    }
  }
}
