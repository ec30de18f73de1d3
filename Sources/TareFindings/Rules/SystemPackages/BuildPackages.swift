/// Names of packages that serve to build software, as data.
enum BuildPackages {
  static func contains(_ name: String) -> Bool {
    if names.contains(name) { return true }
    if endings.contains(where: { name.hasSuffix($0) }) { return true }
    // Versioned ones: gcc-12, clang-16, g++-12-multilib, linux-headers-6.1.0-18-amd64.
    return families.contains { name.hasPrefix($0) && name.dropFirst($0.count).first.map { $0.isNumber } ?? false }
      || name.hasPrefix("linux-headers-") || name.hasPrefix("kernel-devel")
  }

  /// Whether it compiles, and so reads headers and libraries that no file of the image names.
  static func isCompiler(_ name: String) -> Bool {
    compilers.contains(name)
      || compilers.contains { name.hasPrefix($0 + "-") && name.dropFirst($0.count + 1).allSatisfy { $0.isNumber || $0 == "." } }
  }

  private static let compilers: Set<String> = [
    "gcc", "g++", "gcc-c++", "clang", "tcc", "gfortran", "rustc", "golang", "golang-go", "go", "ghc", "build-essential",
    "build-base",
  ]
  private static let endings = ["-dev", "-devel", "-dbg", "-dbgsym", "-debuginfo", "-debugsource", "-headers"]
  private static let families = [
    "gcc-", "g++-", "cpp-", "gfortran-", "clang-", "llvm-", "lld-", "lldb-", "binutils-", "rustc-", "cargo-", "golang-", "automake",
    "autoconf", "gnat-", "gdb-",
  ]

  private static let names: Set<String> = [
    "build-essential", "gcc", "g++", "gcc-c++", "cpp", "gfortran", "gcc-gfortran", "clang", "clang-tools-extra", "llvm", "lld",
    "lldb",
    "make", "cmake", "ninja-build", "ninja", "meson", "samurai", "scons", "bazel", "autoconf", "automake", "libtool", "m4", "bison",
    "flex", "byacc", "gettext", "binutils", "dpkg-dev", "debhelper", "devscripts", "fakeroot", "rpm-build", "abuild", "alpine-sdk",
    "build-base", "pkg-config", "pkgconf", "pkgconf-pkg-config", "pkgconfig", "patch", "patchutils", "quilt", "swig", "nasm",
    "yasm",
    "gdb", "gdbserver", "strace", "ltrace", "valgrind", "perf", "linux-perf", "ccache", "distcc", "rustc", "cargo", "rustup",
    "golang",
    "golang-go", "go", "ghc", "cabal-install", "ocaml", "maven", "gradle", "ant", "sbt", "node-gyp", "cython3",
    "python3-setuptools", "python3-wheel", "crossbuild-essential-arm64", "libc6-dev",
    "musl-dev", "libc-dev", "linux-libc-dev", "libstdc++-dev", "glibc-headers", "kernel-headers", "texinfo", "help2man", "doxygen",
    "intltool", "gperf", "re2c", "chrpath", "patchelf",
  ]
}
