import TareOwners

/// Files in which tools keep credentials, by their names, and whether one is in them.
enum CredentialFiles {
  /// What such a file is called in words; nil for other names.
  /// - Parameter directory: the name of the directory around it.
  static func kind(_ name: String, in directory: String) -> String? {
    switch (name, directory) {
    case ("credentials", ".aws"): return "AWS credentials"
    case ("config.json", ".docker"), (".dockercfg", _): return "credentials for registries"
    case (".npmrc", _), (".yarnrc.yml", _): return "a token for npm's registry"
    case (".pypirc", _): return "a password for PyPI"
    case ("pip.conf", _), (".pip.conf", _): return "a password for a package index"
    case (".netrc", _), ("_netrc", _): return "passwords of hosts"
    case (".git-credentials", _): return "passwords for git"
    case (".pgpass", _), (".my.cnf", _): return "passwords of databases"
    case ("config", ".kube"), ("kubeconfig", _): return "credentials for Kubernetes"
    case ("application_default_credentials.json", _): return "Google Cloud credentials"
    case ("terraform.tfstate", _), ("terraform.tfvars", _): return "secrets of Terraform"
    default: break
    }
    if name == ".env" || name.hasPrefix(".env.") {
      // What shows others which variables there are.
      return ["example", "sample", "template", "dist", "defaults", "schema", "test"].contains { name.hasSuffix("." + $0) }
        ? nil : "secrets of the environment"
    }
    return isKeyName(name) ? "a private key" : nil
  }

  /// Names that nothing but a private key has.
  static func isKeyName(_ name: String) -> Bool {
    ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"].contains(name)
      || name.hasPrefix("ssh_host_") && name.hasSuffix("_key")
  }

  /// Whether the name alone is enough where the content cannot be read.
  static func isTelling(_ name: String, in directory: String) -> Bool {
    isKeyName(name) || name == ".env" || directory == ".aws" || [".netrc", ".pypirc", ".git-credentials", ".pgpass"].contains(name)
  }

  /// Whether a file that is called like this holds something secret.
  static func holdsSecret(_ text: UnsafeRawBufferPointer, _ name: String, in directory: String) -> Bool {
    switch (name, directory) {
    case ("credentials", ".aws"): return SecretShapes.contains(text, "aws_secret_access_key")
    case ("config.json", ".docker"), (".dockercfg", _):
      return SecretShapes.contains(text, "\"auth\"") || SecretShapes.contains(text, "\"identitytoken\"")
    case (".npmrc", _): return hasValue(text, after: ["_authToken=", "_auth=", "_password="])
    case (".yarnrc.yml", _): return hasValue(text, after: ["npmAuthToken:", "npmAuthIdent:"])
    case (".pypirc", _): return hasValue(text, after: ["password=", "password:"])
    case (".netrc", _), ("_netrc", _): return SecretShapes.contains(text, "password ")
    case ("pip.conf", _), (".pip.conf", _), (".git-credentials", _): return hasPasswordInAddress(text)
    case (".pgpass", _): return text.lines.contains { $0.first != 0x23 && $0.count { $0 == 0x3a } >= 4 }
    case (".my.cnf", _): return hasValue(text, after: ["password="])
    case ("config", ".kube"), ("kubeconfig", _):
      return SecretShapes.contains(text, "client-key-data:") || hasValue(text, after: ["token:", "password:"])
    case ("application_default_credentials.json", _):
      return SecretShapes.contains(text, "\"refresh_token\"") || SecretShapes.contains(text, "\"private_key\"")
    case ("terraform.tfstate", _), ("terraform.tfvars", _): return hasSecretAssignment(text)
    default: return name.hasPrefix(".env") && hasSecretAssignment(text)
    }
  }

  /// Lines `[export] NAME=value` whose name is a secret's.
  private static func hasSecretAssignment(_ text: UnsafeRawBufferPointer) -> Bool {
    for line in text.lines {
      var line = line.trimmed
      if line.hasPrefix("export ") { line = line.from(7).trimmed }
      guard line.first != 0x23, case (let name, let value) = line.cut(0x3d), let value else { continue }
      if SecretNames.isSecret(name.trimmed.text), SecretNames.isValue(value.trimmed.text) { return true }
      if hasPasswordInAddress(value) { return true }
    }
    return false
  }

  private static func hasValue(_ text: UnsafeRawBufferPointer, after keys: [String]) -> Bool {
    for line in text.lines where line.trimmed.first != 0x23 && line.trimmed.first != 0x3b {
      let plain = line.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x22 }
      let words = String(decoding: plain, as: UTF8.self)
      for key in keys {
        guard let range = words.firstRange(of: key) else { continue }
        if SecretNames.isValue(String(words[range.upperBound...])) { return true }
      }
    }
    return false
  }

  /// `https://user:password@host`.
  static func hasPasswordInAddress(_ text: UnsafeRawBufferPointer) -> Bool {
    for line in text.lines {
      var rest = line
      while let colon = rest.firstIndex(of: 0x3a) {
        rest = rest.from(colon + 1)
        guard rest.hasPrefix("//") else { continue }
        let host = rest.from(2)
        let end = host.firstIndex { $0.isBlank || $0 == 0x2f || $0 == 0x22 || $0 == 0x27 } ?? host.count
        let address = host.upTo(end)
        guard let at = address.lastIndex(of: 0x40), case (_, let password) = address.upTo(at).cut(0x3a), let password else {
          continue
        }
        if SecretNames.isValue(password.text) { return true }
      }
    }
    return false
  }
}
