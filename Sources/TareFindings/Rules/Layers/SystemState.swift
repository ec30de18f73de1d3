import TareTree

/// Where a system keeps its state: what every installation of a package or creation of a user writes again.
enum SystemState {
  static func holds(_ path: Int32, _ paths: PathTable) -> Bool {
    let bytes = paths.bytes(of: path)
    return places.contains { $0.last == 0x2f ? bytes.starts(with: $0) : bytes == $0 || bytes.elementsEqual($0 + [0x2d]) }
  }

  /// A file, and with a dash behind it its last version; or all below a directory.
  private static let places = [
    "/var/lib/dpkg/", "/var/lib/apt/extended_states", "/var/lib/rpm/", "/usr/lib/sysimage/rpm/", "/lib/apk/db/", "/usr/lib/apk/db/",
    "/var/cache/debconf/", "/var/cache/ldconfig/", "/var/log/apt/", "/var/log/dpkg.log", "/var/log/alternatives.log",
    "/var/log/dnf.log", "/var/log/dnf.rpm.log", "/var/log/apk.log", "/var/log/faillog", "/var/log/lastlog", "/etc/ld.so.cache",
    "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/subuid", "/etc/subgid", "/etc/ssl/certs/ca-certificates.crt",
  ].map { Array($0.utf8) }
}
