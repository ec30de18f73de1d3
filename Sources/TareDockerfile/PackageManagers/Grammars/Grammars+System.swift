extension Grammars {
  /// Package managers of distributions.
  package static let system = [
    // apt(8), apt-get(8)
    CommandGrammar(
      "apt-get apt",
      """
      y|yes|assume-yes assume-no q quiet?= s|simulate|just-print|dry-run|recon|no-act!dryRun d|download-only!downloadOnly
      f|fix-broken m|ignore-missing|fix-missing no-download u|show-upgraded V|verbose-versions v|verbose t|target-release|default-release=
      o|option=!setting c|config-file= a|host-architecture= P|build-profiles= b|compile|build
      install-recommends!recommends no-install-recommends!noRecommends install-suggests no-install-suggests
      allow-unauthenticated allow-downgrades allow-remove-essential allow-change-held-packages force-yes
      allow-insecure-repositories allow-weak-repositories allow-releaseinfo-change purge reinstall only-upgrade no-upgrade
      no-remove auto-remove|autoremove!autoRemove trivial-only no-list-cleanup list-cleanup arch-only only-source|diff-only|dsc-only
      with-new-pkgs without-new-pkgs print-uris show-progress no-show-progress with-source= ignore-hold error-on=
      no-color color full no-allow-insecure-repositories solver= update
      """,
      children: [
        CommandGrammar("install", verb: .install), CommandGrammar("satisfy build-dep reinstall", verb: .install),
        CommandGrammar("remove purge", verb: .remove), CommandGrammar("autoremove auto-remove autopurge", verb: .remove),
        CommandGrammar("update", verb: .refresh),
        CommandGrammar("upgrade dist-upgrade full-upgrade dselect-upgrade", verb: .upgrade),
        CommandGrammar("clean autoclean auto-clean distclean", verb: .clean), CommandGrammar("download source", verb: .download),
        CommandGrammar("check list search show policy changelog indextargets edit-sources"),
      ]),
    // apk(8)
    CommandGrammar(
      "apk",
      """
      q|quiet v|verbose i|interactive f|force force-binary-stdout force-broken-world force-missing-repositories force-non-repository
      force-old-apk force-overwrite force-refresh U|update-cache|update!refresh no-cache!noCache cache-dir=!cache cache-max-age= no-network
      p|root=!prefix X|repository= repositories-file= allow-untrusted keys-dir= arch= no-progress progress progress-fd= print-arch
      purge s|simulate!dryRun wait= no-interactive no-check-certificate timeout= clean-protected overlay-from-stdin no-scripts
      no-commit-hooks initramfs-diskless-boot l|latest preserve-env no-logfile
      """,
      children: [
        CommandGrammar("add", "t|virtual=!virtual u|upgrade initdb usermode no-chown", verb: .install),
        CommandGrammar("del", "r|rdepends", verb: .remove), CommandGrammar("update", verb: .refresh),
        CommandGrammar("upgrade", "a|available ignore prune self-upgrade-only no-self-upgrade preupgrade-depends=", verb: .upgrade),
        CommandGrammar("fix", "d|depends r|reinstall u|upgrade x|xattr directory-permissions", verb: .install),
        CommandGrammar("fetch", "L|link o|output=!outputDirectory R|recursive stdout w|world url simulate", verb: .download),
        CommandGrammar(
          "cache", children: [CommandGrammar("clean purge", verb: .clean), CommandGrammar("download sync", verb: .download)]),
      ]),
    // dnf(8), yum(8), microdnf(8), tdnf
    CommandGrammar(
      "dnf yum microdnf dnf5 tdnf",
      """
      y|assumeyes|yes assumeno q|quiet v|verbose C|cacheonly R|randomwait= d|debuglevel= e|errorlevel= rpmverbosity= c|config=
      enablerepo|enable-repo= disablerepo|disable-repo= repo|repoid= repofrompath= x|exclude|excludepkgs= disableexcludes|disableexcludepkgs=
      installroot=!prefix releasever= setopt=!setting b|best nobest allowerasing skip-broken nogpgcheck|no-gpgchecks noplugins
      enableplugin= disableplugin= nodocs|no-docs refresh!refresh downloadonly!downloadOnly downloaddir|destdir=!outputDirectory obsoletes
      color= forcearch= advisory= bugfix enhancement security cve= sec-severity= newpackage comment= noautoremove
      noroot a|all allowdowngrade use-host-config nodeps
      """,
      children: [
        CommandGrammar("install localinstall reinstall", "allowerasing skip-unavailable", verb: .install),
        CommandGrammar("groupinstall", verb: .install), CommandGrammar("remove erase", verb: .remove),
        CommandGrammar("autoremove", verb: .remove), CommandGrammar("makecache", "timer fast", verb: .refresh),
        CommandGrammar("check-update check-upgrade", verb: .refresh),
        CommandGrammar("upgrade update upgrade-minimal update-minimal distro-sync downgrade", "minimal", verb: .upgrade),
        CommandGrammar("clean", verb: .clean), CommandGrammar("download", "source url resolve alldeps", verb: .download),
        CommandGrammar("builddep", "D|define= spec srpm", verb: .install),
        CommandGrammar(
          "group groups",
          children: [CommandGrammar("install", "with-optional", verb: .install), CommandGrammar("remove", verb: .remove)]),
        CommandGrammar("module", children: [CommandGrammar("install", verb: .install), CommandGrammar("enable disable reset")]),
        CommandGrammar("config-manager", "add-repo= set-enabled|enable set-disabled|disable save"),
        CommandGrammar("list info search repolist repoquery provides history versionlock"),
      ]),
    // zypper(8)
    CommandGrammar(
      "zypper",
      """
      n|non-interactive q|quiet v|verbose no-gpg-checks gpg-auto-import-keys R|root=!prefix installroot=!prefix no-refresh
      non-interactive-include-reboot-patches p|plus-repo= D|reposd-dir= C|cache-dir=!cache c|config= ignore-unknown i
      """,
      children: [
        CommandGrammar(
          "install in",
          """
          y|no-confirm l|auto-agree-with-licenses no-recommends!noRecommends recommends!recommends d|download-only!downloadOnly
          dry-run!dryRun t|type= r|repo|from= f|force force-resolution allow-unsigned-rpm allow-vendor-change download= C|capability n|name
          replacefiles oldpackage
          """, verb: .install),
        CommandGrammar("remove rm", "y|no-confirm u|clean-deps n|name t|type= dry-run!dryRun", verb: .remove),
        CommandGrammar("refresh ref", "f|force s|services", verb: .refresh),
        CommandGrammar(
          "update up dist-upgrade dup patch", "y|no-confirm l|auto-agree-with-licenses no-recommends!noRecommends", verb: .upgrade),
        CommandGrammar("clean cc", "a|all m|metadata M|raw-metadata", verb: .clean),
        CommandGrammar("addrepo ar removerepo rr modifyrepo mr repos lr search se info if"),
      ]),
  ]
}
