import TareTree

/// Files of the operating system that say something of all the rest.
enum SystemFiles {
  /// What packages and tools of the system write together, so that it is no one's: it belongs to the base, whichever layer
  /// wrote it last.
  static func isShared(_ path: Int32, in paths: PathTable) -> Bool {
    let bytes = paths.bytes(of: path)
    return shared.contains { $0.last == 0x2f ? bytes.starts(with: $0) : bytes == $0 }
  }

  private static let shared = [
    "/var/lib/dpkg/", "/var/lib/rpm/", "/usr/lib/sysimage/rpm/", "/lib/apk/db/", "/usr/lib/apk/db/", "/var/cache/debconf/",
    "/etc/passwd", "/etc/passwd-", "/etc/group", "/etc/group-", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-",
    "/etc/subuid", "/etc/subuid-", "/etc/subgid", "/etc/subgid-", "/etc/ld.so.cache", "/var/cache/ldconfig/aux-cache",
    "/etc/ssl/certs/ca-certificates.crt",
  ].map { Array($0.utf8) }

  static func wants(_ file: FileName) -> Bool {
    switch file.name.last {
    // os-release
    case UInt8(ascii: "e"): file.name.equals("os-release") && (file.directory.equals("etc") || file.directory.equals("usr/lib"))
    // ld.so.conf and its parts
    case UInt8(ascii: "f"):
      file.name.hasSuffix(".conf")
        && (file.directory.equals("etc/ld.so.conf.d") || file.directory.equals("etc") && file.name.equals("ld.so.conf"))
    // musl's ld-musl-ARCH.path
    case UInt8(ascii: "h"): file.directory.equals("etc") && file.name.hasSuffix(".path")
    default: false
    }
  }
}
