extension Grammars {
  private static let npmInstall = """
    S|save P|save-prod D|save-dev O|save-optional B|save-bundle E|save-exact no-save package-lock no-package-lock package-lock-only
    legacy-peer-deps strict-peer-deps no-optional install-links install-strategy= legacy-bundling global-style prefer-dedupe
    no-bin-links bin-links no-audit audit no-fund fund ignore-scripts foreground-scripts include=!development cpu= os= libc=
    build-from-source?= unsafe-perm?= only|omit=!noDevelopment production!noDevelopment dev!development
    """

  private static let pnpmInstall = """
    P|prod|production!noDevelopment D|dev no-optional frozen-lockfile no-frozen-lockfile prefer-frozen-lockfile ignore-scripts offline
    prefer-offline shamefully-hoist?= fix-lockfile lockfile-only force strict-peer-dependencies virtual-store-dir= node-linker= resolution-only
    use-store-server side-effects-cache reporter= fetch-retries= store-dir=!cache modules-dir= hoist no-hoist no-lockfile
    save-prod save-dev save-optional save-exact E|save-exact O|save-optional save-peer workspace
    """

  /// Node, Ruby and PHP.
  package static let script = [
    // docs.npmjs.com/cli
    CommandGrammar(
      "npm",
      """
      g|global!global location=!global prefix=!prefix C= cache=!cache registry= loglevel= q|quiet s|silent d|verbose dd ddd no-progress progress?=
      w|workspace= workspaces|ws include-workspace-root iwr force|f prefer-offline prefer-online offline no-color color?= yes|y no
      userconfig= globalconfig= fetch-retries= fetch-timeout= fetch-retry-mintimeout= fetch-retry-maxtimeout= maxsockets= no-update-notifier
      update-notifier?= dry-run!dryRun json node-options= strict-ssl?= network-timeout= depth= tag= no-shrinkwrap timing version|v
      """,
      children: [
        CommandGrammar("install i add in ins inst isntall", npmInstall, verb: .install),
        CommandGrammar("ci clean-install install-clean", npmInstall, verb: .installProject),
        CommandGrammar("install-test it install-ci-test cit", npmInstall, verb: .install),
        CommandGrammar("uninstall un remove rm r unlink", "S|save D|save-dev no-save", verb: .remove),
        CommandGrammar("update up upgrade", npmInstall, verb: .upgrade),
        CommandGrammar("prune", "production!noDevelopment omit=!noDevelopment include=!development", verb: .remove),
        CommandGrammar("cache", children: [CommandGrammar("clean clear rm verify", verb: .clean), CommandGrammar("add ls")]),
        CommandGrammar("dedupe", npmInstall), CommandGrammar("rebuild", npmInstall),
        CommandGrammar(
          "run run-script rum start test t exec x config set get pack link ln version view ls list init audit", style: .plain),
      ]),
    // classic.yarnpkg.com/docs/cli, yarnpkg.com/cli
    CommandGrammar(
      "yarn yarnpkg",
      """
      cwd=!directory cache-folder=!cache global-folder=!prefix prefix=!prefix modules-folder=!target s|silent verbose json non-interactive no-progress
      network-timeout= network-concurrency= registry= mutex= offline prefer-offline frozen-lockfile immutable immutable-cache
      check-cache inline-builds mode= pure-lockfile no-lockfile production|prod?=!noDevelopment ignore-scripts ignore-optional
      ignore-engines ignore-platform no-bin-links flat force check-files har link-duplicates skip-integrity-check use-yarnrc= no-default-rc
      no-node-version-check update-checksums link-folder= strict-semver scripts-prepend-node-path?= no-emoji emoji?= v|version
      """, verb: .installProject,
      children: [
        CommandGrammar("install", verb: .installProject),
        CommandGrammar(
          "add", "D|dev P|peer O|optional E|exact T|tilde W|ignore-workspace-root-check C|caret i|interactive A|audit", verb: .add),
        CommandGrammar("remove", "W|ignore-workspace-root-check A|all", verb: .remove),
        CommandGrammar("upgrade up", "L|latest E|exact T|tilde C|caret S|scope= P|pattern=", verb: .upgrade),
        CommandGrammar("cache", children: [CommandGrammar("clean", "all mirror", verb: .clean), CommandGrammar("dir list")]),
        CommandGrammar(
          "global",
          children: [CommandGrammar("add", verb: .install), CommandGrammar("remove", verb: .remove), CommandGrammar("bin dir")]),
        CommandGrammar(
          "workspaces",
          children: [
            CommandGrammar("focus", "production!noDevelopment A|all", verb: .installProject),
            CommandGrammar("foreach run info", style: .plain),
          ]),
        CommandGrammar("autoclean", "I|init F|force", verb: .remove),
        CommandGrammar(
          "run build start test dev exec dlx node config set workspace policies plugin pack link init version why create",
          style: .plain),
      ]),
    // pnpm.io/cli
    CommandGrammar(
      "pnpm",
      """
      C|dir=!directory r|recursive w|workspace-root F|filter= filter-prod= g|global!global global-dir=!prefix global-bin-dir= loglevel= s|silent
      color no-color config.store-dir=!cache registry= fail-if-no-match workspace-concurrency= stream aggregate-output parallel if-present
      y|yes
      """,
      children: [
        CommandGrammar("install i", pnpmInstall, verb: .installProject), CommandGrammar("add", pnpmInstall, verb: .add),
        CommandGrammar("remove rm uninstall un", "D|save-dev P|save-prod O|save-optional", verb: .remove),
        CommandGrammar("update up upgrade", pnpmInstall + " L|latest i|interactive", verb: .upgrade),
        CommandGrammar("fetch", "P|prod!noDevelopment D|dev", verb: .download),
        CommandGrammar("prune", "prod!noDevelopment no-optional", verb: .remove),
        CommandGrammar("deploy", "P|prod!noDevelopment legacy D|dev no-optional", verb: .build),
        CommandGrammar("store", children: [CommandGrammar("prune", verb: .clean), CommandGrammar("path status add")]),
        CommandGrammar("run exec dlx build start test config set setup env rebuild", style: .plain),
      ]),
    // guides.rubygems.org/command-reference
    CommandGrammar(
      "gem", "V|verbose q|quiet silent config-file= backtrace debug norc",
      children: [
        CommandGrammar(
          "install i",
          """
          v|version=!version i|install-dir=!target n|bindir= N|no-document document= no-doc no-ri no-rdoc ri rdoc u|update E|env-shebang f|force w|wrappers
          P|trust-policy= ignore-dependencies!noDependencies conservative minimal-deps user-install!user no-user-install default development
          development-all g|file?=!requirements without= prerelease pre s|source= r|remote l|local b|both clear-sources http-proxy= p|platform=
          post-install-message no-post-install-message suggestions no-suggestions explain lock no-lock B|bulk-threshold= no-update-sources
          """, verb: .install),
        CommandGrammar(
          "uninstall", "a|all I|ignore-dependencies x|executables v|version=!version i|install-dir= D|check-development force",
          verb: .remove),
        CommandGrammar("update", "system?= N|no-document no-doc f|force", verb: .upgrade),
        CommandGrammar("cleanup", "d|dryrun", verb: .clean),
        CommandGrammar("build", "o|output= C= strict force"),
        CommandGrammar("sources list env push spec search which pristine fetch"),
      ]),
    // bundler.io/man
    CommandGrammar(
      "bundle bundler", "V|verbose no-color r|retry=", verb: .installProject,
      children: [
        CommandGrammar(
          "install",
          """
          j|jobs= retry= without=!noDevelopment with= path=!target deployment frozen system!system quiet local clean full-index no-cache
          no-prune redownload|force gemfile=!requirements standalone?= binstubs?= shebang= prefer-local trust-policy= target-rbconfig=
          """, verb: .installProject),
        CommandGrammar("update", "all jobs= conservative", verb: .upgrade),
        CommandGrammar("add", "v|version= g|group= skip-install", verb: .add),
        CommandGrammar("clean", "force dry-run", verb: .clean), CommandGrammar("exec", style: .stopsAtOperand),
        CommandGrammar("config", "local global", style: .stopsAtOperand),
        CommandGrammar("package cache lock check list show binstubs"),
      ]),
    // getcomposer.org/doc/03-cli.md
    CommandGrammar(
      "composer",
      "n|no-interaction q|quiet v|verbose vv vvv ansi no-ansi profile no-plugins no-scripts d|working-dir=!directory no-cache!noCache h|help V|version",
      children: [
        CommandGrammar("install i", composerInstall, verb: .installProject),
        CommandGrammar(
          "require r req", composerInstall + " fixed W|update-with-all-dependencies w|update-with-dependencies no-update",
          verb: .add),
        CommandGrammar("remove rm", composerInstall + " W|update-with-all-dependencies no-update", verb: .remove),
        CommandGrammar("update u upgrade", composerInstall + " lock W|with-all-dependencies with-dependencies", verb: .upgrade),
        CommandGrammar("clear-cache clearcache cc", "gc", verb: .clean),
        CommandGrammar(
          "create-project", composerInstall + " s|stability= repository= keep-vcs remove-vcs no-install", verb: .build),
        CommandGrammar(
          "global", children: [CommandGrammar("require", composerInstall, verb: .install), CommandGrammar("remove", verb: .remove)]),
        CommandGrammar("dump-autoload dumpautoload", "o|optimize a|classmap-authoritative apcu no-dev dev strict-psr"),
        CommandGrammar("run-script run config validate show self-update check-platform-reqs diagnose exec audit"),
      ]),
  ]

  private static let composerInstall = """
    dev!development no-dev!noDevelopment no-autoloader no-progress no-suggest prefer-dist prefer-source prefer-install= dry-run!dryRun
    o|optimize-autoloader a|classmap-authoritative apcu-autoloader apcu-autoloader-prefix= ignore-platform-reqs ignore-platform-req=
    no-install audit no-audit audit-format= prefer-stable prefer-lowest download-only!downloadOnly sort-packages no-security-blocking
    """
}
