extension Grammars {
  private static let goBuild = """
    C=!directory a n p= race msan asan cover covermode= coverpkg= v work x asmflags= buildmode= buildvcs?= compiler= gccgoflags=
    gcflags= installsuffix= json ldflags= linkshared mod= modcacherw modfile= overlay= pgo= pkgdir= tags= trimpath toolexec= o=!output
    """

  private static let cargoBuild = """
    j|jobs= r|release profile= F|features= all-features no-default-features target= target-dir= p|package= workspace|all exclude=
    lib bin?= bins example= examples tests test= benches bench= all-targets manifest-path= locked offline frozen keep-going timings?=
    message-format= ignore-rust-version build-plan unit-graph
    """

  /// Compilers that fetch what they build.
  package static let build = [
    // pkg.go.dev/cmd/go
    CommandGrammar(
      "go", style: .singleDash,
      children: [
        CommandGrammar("install", goBuild, style: .singleDash, verb: .install),
        CommandGrammar("get", goBuild + " d u?= t tool", style: .singleDash, verb: .add),
        CommandGrammar("build", goBuild, style: .singleDash, verb: .build),
        CommandGrammar("run", goBuild + " exec=", style: .singleDash, verb: .build),
        CommandGrammar("test", goBuild + " c count= run= short timeout= bench= cpu= parallel= failfast i", style: .singleDash),
        CommandGrammar("generate vet fmt list tool version env", style: .plain),
        CommandGrammar("clean", goBuild + " i r cache testcache modcache fuzzcache", style: .singleDash, verb: .clean),
        CommandGrammar(
          "mod", style: .singleDash,
          children: [
            CommandGrammar("download", "x json modfile= reuse=", style: .singleDash, verb: .download),
            CommandGrammar("tidy", "v x e diff go= compat=", style: .singleDash, verb: .download),
            CommandGrammar("vendor", "v e o=", style: .singleDash, verb: .download),
            CommandGrammar("init edit verify graph why", style: .plain),
          ]),
      ]),
    // doc.rust-lang.org/cargo/commands
    CommandGrammar(
      "cargo", "v|verbose vv q|quiet color= locked offline frozen config= Z= C=!directory V|version",
      children: [
        CommandGrammar(
          "install",
          """
          version|vers=!version git=!url branch= tag= rev= path=!project registry= index= root=!prefix f|force no-track
          list debug target= target-dir= F|features= all-features no-default-features profile= j|jobs= bin= bins example= examples keep-going
          ignore-rust-version dry-run!dryRun
          """, verb: .install),
        CommandGrammar(
          "binstall",
          "version=!version root=!prefix y|no-confirm force no-symlinks targets= install-path= strategies= disable-strategies= locked log-level= install-path=",
          verb: .install),
        CommandGrammar("uninstall", "p|package= bin= root=!prefix", verb: .remove),
        CommandGrammar("build b", cargoBuild, verb: .build),
        CommandGrammar("fetch", "manifest-path= target=", verb: .download),
        CommandGrammar("vendor", "s|sync= no-delete respect-source-config versioned-dirs", verb: .download),
        CommandGrammar("clean", cargoBuild + " doc", verb: .clean),
        CommandGrammar("add", "dev build features= F= git= path= rename= optional no-default-features", verb: .add),
        CommandGrammar("remove rm", "dev build", verb: .remove),
        CommandGrammar("update", "p|package= precise= w|workspace aggressive", verb: .upgrade),
        CommandGrammar(
          "chef",
          children: [
            CommandGrammar("prepare", "recipe-path= bin="), CommandGrammar("cook", cargoBuild + " recipe-path=", verb: .build),
          ]),
        CommandGrammar("cache", "a|autoclean r|remove-dir= e", verb: .clean),
        CommandGrammar("test run check clippy doc bench fmt new init login publish run-script metadata tree", style: .plain),
      ]),
  ]
}
