extension Grammars {
  private static let indexes = """
    i|index-url|pypi-url= extra-index-url= no-index f|find-links= trusted-host= only-binary= no-binary= prefer-binary pre
    require-hashes no-verify-hashes no-build-isolation use-pep517 no-use-pep517 config-settings|C|config-setting= global-option=
    platform= python-version= implementation= abi= progress-bar= no-clean ignore-requires-python no-warn-conflicts no-warn-script-location
    check-build-dependencies build-constraint= group= dry-run!dryRun report=
    """

  private static let uvResolution = """
    index= default-index= i|index-url= extra-index-url= f|find-links= no-index index-strategy= keyring-provider= resolution=
    prerelease= pre fork-strategy= exclude-newer= link-mode= no-build no-build-package= no-binary= no-binary-package= only-binary=
    no-build-isolation no-build-isolation-package= C|config-setting|config-settings= compile-bytecode|compile no-compile-bytecode|no-compile
    no-sources U|upgrade P|upgrade-package= reinstall|force-reinstall reinstall-package= refresh refresh-package= p|python= torch-backend=
    no-verify-hashes verify-hashes require-hashes dry-run!dryRun
    """

  private static let uvProject = """
    extra= all-extras no-extra= dev!development no-dev!noDevelopment only-dev group= no-group= no-default-groups only-group= all-groups
    locked frozen inexact exact no-install-project!noProject no-install-workspace!noProject no-install-package= no-editable active package=
    all-packages no-sync script=
    """

  package static let python = [
    // pip.pypa.io/en/stable/cli
    CommandGrammar(
      "pip pip3",
      """
      no-cache-dir!noCache cache-dir=!cache disable-pip-version-check no-input q|quiet v|verbose isolated require-virtualenv
      python=!environment log= proxy= retries= timeout= exists-action= cert= client-cert= no-color no-python-version-warning
      use-feature= use-deprecated= debug resume-retries= keyring-provider= V|version
      """,
      children: [
        CommandGrammar(
          "install",
          indexes + """
             r|requirement=!requirements c|constraint=!constraints e|editable=!project t|target=!target prefix=!prefix root=!prefix
            user!user no-user no-deps|no-dependencies!noDependencies U|upgrade upgrade-strategy= force-reinstall I|ignore-installed src= compile
            no-compile break-system-packages no-build-isolation
            """, verb: .install),
        CommandGrammar("uninstall", "y|yes r|requirement=!requirements break-system-packages root-user-action=", verb: .remove),
        CommandGrammar(
          "download",
          indexes + " d|dest|destination-dir=!outputDirectory r|requirement=!requirements c|constraint=!constraints no-deps",
          verb: .download),
        CommandGrammar(
          "wheel",
          indexes
            + " w|wheel-dir=!outputDirectory r|requirement=!requirements c|constraint=!constraints e|editable=!project no-deps",
          verb: .build),
        CommandGrammar(
          "cache", children: [CommandGrammar("purge remove", verb: .clean), CommandGrammar("dir info list")]),
        CommandGrammar("freeze list show check config debug index inspect hash completion"),
      ]),
    // docs.astral.sh/uv/reference/cli
    CommandGrammar(
      "uv",
      """
      n|no-cache|no-cache-dir!noCache cache-dir=!cache q|quiet v|verbose offline no-progress color= native-tls no-config config-file=
      directory=!directory project= allow-insecure-host|trusted-host= managed-python no-managed-python no-python-downloads
      python-preference= preview no-preview preview-features= V|version allow-python-downloads
      """,
      children: [
        CommandGrammar(
          "pip",
          children: [
            CommandGrammar(
              "install",
              uvResolution + """
                 r|requirement|requirements=!requirements c|constraint|constraints=!constraints overrides|override= b|build-constraint|build-constraints=
                e|editable=!project system!system no-system break-system-packages t|target=!target prefix=!prefix
                no-deps!noDependencies strict no-strict exact extra= all-extras group= python-version= python-platform= user!user
                """, verb: .install),
            CommandGrammar(
              "sync",
              uvResolution
                + " c|constraint|constraints=!constraints system!system break-system-packages t|target=!target prefix=!prefix",
              verb: .install),
            CommandGrammar(
              "uninstall",
              "r|requirement=!requirements p|python= system!system break-system-packages t|target=!target prefix=!prefix",
              verb: .remove),
            CommandGrammar("compile freeze list show tree check"),
          ]),
        CommandGrammar("sync", uvResolution + " " + uvProject + " system!system", verb: .installProject),
        CommandGrammar(
          "add",
          uvResolution + " " + uvProject + """
             r|requirement|requirements=!requirements c|constraint|constraints=!constraints optional= editable!project raw bounds= rev= tag= branch=
            """, verb: .add),
        CommandGrammar("remove", uvResolution + " " + uvProject + " optional=", verb: .remove),
        CommandGrammar(
          "run",
          uvResolution + " " + uvProject + " with= with-editable= with-requirements= m|module= isolated env-file= no-env-file s",
          style: .stopsAtOperand),
        CommandGrammar(
          "tool",
          children: [
            CommandGrammar(
              "install",
              uvResolution
                + " with= with-requirements= with-executables-from= e|editable force c|constraints|constraint= overrides=",
              verb: .install),
            CommandGrammar("uninstall", "all", verb: .remove), CommandGrammar("upgrade", "all", verb: .upgrade),
            CommandGrammar("run dir list update-shell"),
          ]),
        CommandGrammar("cache", children: [CommandGrammar("clean prune", "ci force", verb: .clean), CommandGrammar("dir")]),
        CommandGrammar("lock export build venv init tree version publish self help"),
        CommandGrammar(
          "python",
          children: [CommandGrammar("install uninstall find list pin dir", "i|install-dir= r|reinstall f|force default mirror=")]),
      ]),
    // python-poetry.org/docs/cli
    CommandGrammar(
      "poetry",
      """
      q|quiet v|verbose vv vvv n|no-interaction ansi no-ansi no-plugins no-cache!noCache C|directory=!directory P|project= h|help V|version
      """,
      children: [
        CommandGrammar(
          "install",
          """
          without=!noDevelopment with=!development only=!noDevelopment only-root sync no-root!noProject no-directory dry-run!dryRun
          E|extras= all-extras all-groups compile no-dev!noDevelopment remove-untracked
          """, verb: .installProject),
        CommandGrammar(
          "sync", "without=!noDevelopment with= only=!noDevelopment no-root!noProject no-directory E|extras= all-extras compile",
          verb: .installProject),
        CommandGrammar(
          "add", "G|group= D|dev e|editable E|extras= optional python= platform= source= allow-prereleases dry-run!dryRun lock",
          verb: .add),
        CommandGrammar("remove", "G|group= D|dev dry-run!dryRun lock", verb: .remove),
        CommandGrammar("update", "without= with= only= dry-run!dryRun lock sync", verb: .upgrade),
        CommandGrammar("cache", children: [CommandGrammar("clear", "all", verb: .clean), CommandGrammar("list")]),
        CommandGrammar("build", "f|format= o|output= clean", verb: .build), CommandGrammar("run", style: .stopsAtOperand),
        CommandGrammar("config lock export self env show check version new init shell publish source search about"),
      ]),
    // docs.conda.io/projects/conda/en/stable/commands
    CommandGrammar(
      "conda mamba micromamba",
      """
      n|name=!named p|prefix=!environment r|root-prefix= y|yes q|quiet v|verbose json dry-run|d!dryRun offline k|insecure debug
      no-rc rc-file= console= solver= experimental-solver= log-level= no-env relocate-prefix=
      """,
      children: [
        CommandGrammar("install", condaChannels, verb: .install),
        CommandGrammar("create", condaChannels + " clone=", verb: .install),
        CommandGrammar("remove uninstall", "a|all c|channel= force force-remove features override-channels", verb: .remove),
        CommandGrammar("update upgrade", condaChannels + " all", verb: .upgrade),
        CommandGrammar(
          "clean", "a|all i|index-cache p|packages t|tarballs f|force-pkgs-dirs c|tempfiles= l|logfiles locks trash", verb: .clean),
        CommandGrammar(
          "env",
          children: [
            CommandGrammar("create", condaChannels + " force", verb: .install),
            CommandGrammar("update", condaChannels + " prune", verb: .install),
            CommandGrammar("remove", verb: .remove), CommandGrammar("export list config"),
          ]),
        CommandGrammar("run", "no-capture-output live-stream cwd= v|verbose", style: .stopsAtOperand),
        CommandGrammar("config init activate deactivate info list search shell self-update build index"),
      ]),
  ]

  private static let condaChannels = """
    c|channel= override-channels use-local strict-channel-priority no-channel-priority channel-priority= file|f=!requirements
    no-deps!noDependencies only-deps no-pin copy always-copy no-update-deps|freeze-installed update-deps S|satisfied-skip-solve
    update-all|all update-specs force-reinstall no-default-packages D|dev subdir|platform= download-only!downloadOnly
    no-py-pin no-pyc category= safety-checks= m|mkdir repodata-fn=
    """
}
