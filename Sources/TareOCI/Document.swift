internal import FoundationEssentials
import TareBytes

/// Reads the JSON documents of an image.
public enum Document {
  /// - Parameter name: what the document is called in the error.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8], name: String) throws(DocumentError)
    -> Value
  {
    // Invalid UTF-8 becomes U+FFFD: a history in Latin-1 is no reason to refuse an image.
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch let error as DecodingError {
      throw DocumentError(name: name, reason: reason(error))
    } catch {
      throw DocumentError(name: name, reason: "not JSON")
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    func at(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return path.isEmpty ? "the top level" : String(path.drop { $0 == "." })
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\"\(key.stringValue)\" is missing \(context.codingPath.isEmpty ? "at" : "in") \(at(context))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(at(context)) is not of the type it should be"
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return context.debugDescription.contains("Number") ? "a number in it is too large or no whole one" : "not JSON"
    case .dataCorrupted(let context): return "\(at(context)): \(context.debugDescription)"
    @unknown default: return "not readable"
    }
  }
}

public struct DocumentError: Error, Equatable, CustomStringConvertible {
  public let name: String
  public let reason: String

  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }

  public var description: String { "\(name): \(reason)" }
}
