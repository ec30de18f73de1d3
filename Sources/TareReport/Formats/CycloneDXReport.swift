import TareBytes
import TareFindings
import TareOwners

/// A bill of materials as CycloneDX 1.6 has it, in JSON.
///
/// Source: https://cyclonedx.org/docs/1.6/json.
struct CycloneDXReport {
  private let bill: BillOfMaterials

  init(examination: Examination, options: ReportOptions) {
    bill = BillOfMaterials(examination)
  }

  /// The serial number is made of all the rest, so the same image gives the same document, and another one another number.
  func render() -> [UInt8] { write(serialNumber: BillOfMaterials.identifier(of: write(serialNumber: nil))) }

  private func write(serialNumber: String?) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
      json.key("bomFormat", "CycloneDX")
      json.key("specVersion", "1.6")
      if let serialNumber { json.key("serialNumber", "urn:uuid:\(serialNumber)") }
      json.key("version", 1)
      json.key("metadata") { $0.object(metadata) }
      json.key("components") { json in
        json.array([distribution].compactMap(\.self) + bill.items.map(component)) { $0.row($1) }
      }
      json.key("dependencies") { json in
        json.array(bill.items.filter { $0.needs != nil }) { json, item in
          json.row { json in
            json.key("ref", item.reference)
            json.key("dependsOn", (item.needs ?? []).map { bill.items[$0].reference })
          }
        }
      }
      guard !bill.isComplete else { return }
      json.key("compositions") { json in
        json.array([bill.configDigest.description]) { json, image in
          json.row { json in
            json.key("aggregate", "incomplete")
            json.key("assemblies", [image])
          }
        }
      }
    }
    return json.finish()
  }

  private func metadata(_ json: inout JSONWriter) {
    if let created = bill.created { json.key("timestamp", created.description) }
    json.key("tools") { json in
      json.object { json in
        json.key("components") { json in
          json.array([Version.current]) { json, version in
            json.row { json in
              json.key("type", "application")
              json.key("name", "tare")
              json.key("version", version)
            }
          }
        }
      }
    }
    json.key("component") { json in
      json.object { json in
        json.key("type", "container")
        json.key("bom-ref", bill.configDigest.description)
        json.key("name", bill.name ?? bill.configDigest.description)
        json.key("version", bill.configDigest.description)
        if let purl = bill.purl { json.key("purl", purl.description) }
        write(bill.image, &json)
      }
    }
  }

  private var distribution: ((inout JSONWriter) -> Void)? {
    bill.distribution.map { distribution in
      { json in
        json.key("type", "operating-system")
        json.key("bom-ref", "operating-system")
        json.key("name", distribution.id)
        if let version = distribution.versionID { json.key("version", version) }
        json.key("description", distribution.prettyName)
      }
    }
  }

  private func component(_ item: BillOfMaterials.Item) -> (inout JSONWriter) -> Void {
    { json in
      json.key("type", Self.type(item.ecosystem))
      json.key("bom-ref", item.reference)
      let group = Self.grouped.contains(item.ecosystem) ? item.purl?.namespace.joined(separator: "/") ?? "" : ""
      if !group.isEmpty { json.key("group", group) }
      json.key("name", group.isEmpty || item.ecosystem == .maven ? item.name : item.purl?.name ?? item.name)
      if !item.version.isEmpty, item.version.unicodeScalars.count <= Self.longestVersion { json.key("version", item.version) }
      write(item.licence, &json)
      if let purl = item.purl { json.key("purl", purl.description) }
      if !item.parts.isEmpty { json.key("components") { json in json.array(item.parts.map(component)) { $0.row($1) } } }
      if let record = item.record {
        json.key("evidence") { json in
          json.row { json in
            json.key("occurrences") { json in
              json.array([record]) { json, record in json.row { $0.key("location", EscapedText.escapingInvalid(record)) } }
            }
          }
        }
      }
      if !item.properties.isEmpty { write(item.properties, &json) }
    }
  }

  /// What the schema allows.
  private static let longestVersion = 1024
  /// Ecosystems whose names have a part in front that CycloneDX keeps apart.
  private static let grouped: Set<Ecosystem> = [.npm, .composer, .maven, .huggingface]

  private static func type(_ ecosystem: Ecosystem) -> String {
    switch ecosystem {
    // What executes programs.
    case .generic: "platform"
    case .huggingface: "machine-learning-model"
    default: "library"
    }
  }

  private func write(_ properties: [BillOfMaterials.Property], _ json: inout JSONWriter) {
    json.key("properties") { json in
      json.array(properties) { json, property in
        json.row { json in
          json.key("name", property.name)
          json.key("value", property.value)
        }
      }
    }
  }

  private func write(_ licence: StatedLicence, _ json: inout JSONWriter) {
    let names: [String]
    switch licence {
    case .nothing: return
    case .expression(let expression) where !expression.isIdentifier:
      json.key("licenses") { json in
        json.array([expression.text]) { json, text in
          json.row { json in
            json.key("expression", text)
            json.key("acknowledgement", "declared")
          }
        }
      }
      return
    case .expression(let expression): names = [expression.text]
    case .named(let name): names = [name]
    case .several(let texts): names = texts
    }
    json.key("licenses") { json in
      json.array(names) { json, name in
        json.row { json in
          json.key("license") { json in
            json.row { json in
              json.key(SPDXExpression(name)?.isIdentifier == true ? "id" : "name", name)
              json.key("acknowledgement", "declared")
            }
          }
        }
      }
    }
  }
}
