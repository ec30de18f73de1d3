extension Grammars {
  /// Programs whose words are paths; POSIX and coreutils, with busybox's subset.
  package static let files = [
    CommandGrammar(
      "rm",
      "r|R|recursive!recursive f|force!force v|verbose d|dir i I interactive?= one-file-system no-preserve-root preserve-root?="),
    CommandGrammar("rmdir", "p|parents!parents ignore-fail-on-non-empty v|verbose"),
    CommandGrammar("unlink"),
    CommandGrammar(
      "cp",
      """
      r|R|recursive!recursive a|archive!recursive d f|force i|interactive n|no-clobber p preserve?= no-preserve= u update?= v|verbose x|one-file-system
      l|link s|symbolic-link L|dereference P|no-dereference H b backup?= S|suffix= t|target-directory=!directory T|no-target-directory!noTarget parents!parents
      reflink?= sparse= remove-destination strip-trailing-slashes attributes-only Z copy-contents
      """),
    CommandGrammar(
      "mv",
      "f|force i|interactive n|no-clobber u update?= v|verbose b backup?= S|suffix= t|target-directory=!directory T|no-target-directory!noTarget strip-trailing-slashes Z exchange"
    ),
    CommandGrammar("mkdir", "p|parents!parents m|mode= v|verbose Z"),
    CommandGrammar(
      "chmod", "R|recursive!recursive v|verbose c|changes f|silent|quiet reference=!reference no-preserve-root preserve-root"),
    CommandGrammar(
      "chown",
      "R|recursive!recursive v|verbose c|changes f|silent|quiet h|no-dereference dereference H L P reference=!reference from= no-preserve-root preserve-root"
    ),
    CommandGrammar(
      "chgrp", "R|recursive!recursive v|verbose c|changes f|silent|quiet h|no-dereference dereference H L P reference=!reference"),
    CommandGrammar("touch", "a m c|no-create d|date= t= r|reference= h|no-dereference time= f"),
    CommandGrammar(
      "ln",
      "s|symbolic f|force n|no-dereference r|relative v|verbose i|interactive b backup?= S|suffix= t|target-directory=!directory T|no-target-directory!noTarget L|logical P|physical"
    ),
    CommandGrammar(
      "install",
      "d|directory!create D m|mode= o|owner= g|group= t|target-directory=!directory T|no-target-directory!noTarget v|verbose p|preserve-timestamps s|strip c C|compare b backup?= S|suffix="
    ),
    CommandGrammar("tee", "a|append i|ignore-interrupts p output-error?="),
    CommandGrammar(
      "sed",
      "i|in-place?=!inPlace e|expression=!setting f|file=!fromFile n|quiet|silent E r|regexp-extended s|separate z|null-data u|unbuffered b|binary follow-symlinks posix debug l|line-length="
    ),
    CommandGrammar("truncate", "s|size= c|no-create r|reference= o|io-blocks"),
    CommandGrammar(
      "useradd",
      """
      m|create-home!home M|no-create-home!noHome d|home-dir|home=!directory b|base-dir= u|uid= g|gid= G|groups= s|shell= r|system c|comment= l|no-log-init
      N|no-user-group U|user-group o|non-unique p|password= k|skel= e|expiredate= f|inactive= K|key= R|root= badname D|defaults
      """),
    CommandGrammar(
      "adduser",
      """
      system group|ingroup= gid= uid= u= home=!directory h=!directory no-create-home|H!noHome disabled-password|D disabled-login gecos|comment|g= shell|s= G=
      S q|quiet force-badname|allow-bad-names firstuid= lastuid= add_extra_groups|add-extra-groups encrypt-home conf= k=
      """),
    CommandGrammar("groupadd", "g|gid= r|system f|force o|non-unique p|password= K|key= R|root= U|users="),
    CommandGrammar("addgroup", "g|gid= S|system q|quiet force-badname firstgid= lastgid="),
    CommandGrammar(
      "usermod",
      "a|append G|groups= g|gid= u|uid= s|shell= d|home= m|move-home l|login= L|lock U|unlock c|comment= o|non-unique p|password= e|expiredate= v|add-subuids= w|add-subgids="
    ),
    CommandGrammar("echo", style: .plain), CommandGrammar("printf", style: .plain), CommandGrammar("true", style: .plain),
    CommandGrammar("cat", "A|show-all b e E n|number s t T u v"), CommandGrammar("cd", "L P e @"),
    CommandGrammar("set", style: .plain),
    CommandGrammar("export", style: .plain), CommandGrammar(":", style: .plain), CommandGrammar("test", style: .plain),
    CommandGrammar("[", style: .plain),
  ]
}
