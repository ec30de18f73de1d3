import TareBytes
import TareOrigins
import TareOwners
import TareReach
import TareTree

/// The parts of the JSON report that are about owners and packages.
struct PackageJSON {
  let analysis: Analysis
  var origins: Origins?

  private var ownership: Ownership { analysis.ownership }
  private var text: OwnerText { OwnerText(analysis: analysis, options: ReportOptions()) }

  func base(_ json: inout JSONWriter) {
    let base = ownership.base
    json.key("layers", base.layers)
    json.key("rows", base.rows)
    json.key("name", base.name)
    json.key("confidence", base.confidence.rawValue)
    json.key("distribution", ownership.distribution?.prettyName)
  }

  func owners(_ json: inout JSONWriter) {
    let totals = ownership.totals
    let isKnown = analysis.weighing.totals.atLeast == nil
    json.key("application", isKnown ? totals.application : nil)
    json.key("packages", isKnown ? totals.packages : nil)
    json.key("base", isKnown ? totals.base : nil)
    json.key("nobody", isKnown ? totals.nobody : nil)
  }

  func binaries(_ json: inout JSONWriter) { BinaryReport.totals(analysis.binaries().totals, analysis.buildFiles(), &json) }

  func package(_ number: Int32) -> (inout JSONWriter) -> Void {
    { json in
      let owned = ownership.packages[Int(number)]
      let alone = analysis.reach.alone[Int(number)]
      json.key("ecosystem", owned.package.ecosystem.rawValue)
      json.key("name", owned.package.name)
      json.key("version", owned.package.version)
      json.key("architecture", owned.package.architecture)
      json.path("record", analysis.weighing.path(owned.package.record))
      json.key("own", owned.own)
      json.key("files", owned.files)
      json.key("retained", alone.bytes)
      json.key("blockedBy", alone.blocker.map(text.short))
      json.key("dominated", alone.dominated)
      json.key("fromBase", owned.fromBase)
      json.key("layers", analysis.rows(of: owned))
      json.key("reason", text.reason(number))
      let lines = OriginJSON(origins: origins)
      lines.write("origin", origins?.packages[Int(number)], &json)
      lines.write(declaration: origins?.declaration(ofPackage: number), &json)
      json.key("inside", owned.inside.map(text.short))
      json.key("contains") { json in
        json.array(owned.package.contains) { json, component in
          json.row { json in
            json.key("ecosystem", component.ecosystem.rawValue)
            json.key("name", component.name)
            json.key("version", component.version)
          }
        }
      }
    }
  }

  /// What a layer holds, and what it did to the packages.
  func layer(_ layer: Int, _ json: inout JSONWriter) {
    let shares = analysis.shares(ofLayer: layer)
    func bytes(_ isMeant: (Owner) -> Bool) -> Int { shares.reduce(0) { $0 + (isMeant($1.owner) ? $1.bytes : 0) } }
    json.key("owners") { json in
      json.row { json in
        json.key("application", bytes { $0 == .application })
        json.key("packages", bytes { if case .package = $0 { true } else { false } })
        json.key("base", bytes { $0 == .base })
        json.key("nobody", bytes { $0 == .nobody })
      }
    }
    json.key("packages") { json in
      json.array(shares.compactMap(share)) { json, share in
        json.row { json in
          json.key("ecosystem", share.package.ecosystem.rawValue)
          json.key("name", share.package.name)
          json.key("version", share.package.version)
          json.key("bytes", share.bytes)
        }
      }
    }
    json.key("changes") { json in
      json.array(ownership.changes[layer].changes) { json, change in
        json.row { json in
          json.key("ecosystem", change.ecosystem.rawValue)
          json.key("name", change.name)
          json.key("before", change.before)
          json.key("after", change.after)
        }
      }
    }
  }

  private func share(_ share: Analysis.Share) -> (package: Package, bytes: Int)? {
    guard case .package(let number) = share.owner else { return nil }
    return (ownership.packages[Int(number)].package, share.bytes)
  }
}
