/// PHP built from source, with its headers in `include/php`.
struct PHPRuntime: RuntimeDetector {
  func wants(_ file: FileName) -> Bool { file.name.equals("php_version.h") && file.directory.hasSuffix("include/php/main") }

  func runtime(markedBy marker: Int32, in files: any ImageFiles) throws -> Runtime? {
    guard files.isNamed(marker, "php_version.h"),
      let prefix = files.ancestor(of: marker, through: ["main", "php", "include"]), let text = try files.contents(of: marker),
      let version = text.withUnsafeBytes({ $0.definition(of: "PHP_VERSION") })
    else { return nil }
    // The name of the way it is run, as other catalogues have it.
    let root = PrefixClaim(prefix, in: files)
    let name = root.find("bin/php") == nil && root.find("sbin/php-fpm") != nil ? "php-fpm" : "php-cli"
    return Runtime(name: name, version: version, prefix: prefix)
  }

  func claim(_ runtime: Runtime, markedBy marker: Int32, _ claim: inout PrefixClaim) {
    for tree in ["include/php", "lib/php", "php"] { claim.tree(tree) }
    let programs = ["php", "php-cgi", "php-config", "phpdbg", "phpize", "phar", "phar.phar", "pear", "peardev", "pecl"]
    for program in programs { claim.file("bin/\(program)") }
    for file in ["sbin/php-fpm", "etc/pear.conf", "etc/php-fpm.conf.default", "etc/php-fpm.d/www.conf.default"] { claim.file(file) }
    claim.entries(of: "lib") { $0.hasPrefix("libphp") }
  }
}
