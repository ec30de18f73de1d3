/// Files of the operating system that say something of all the rest.
enum SystemFiles {
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
