extension Grammars {
  /// Programs that bring and unpack files.
  package static let transfer = [
    // curl(1)
    CommandGrammar(
      "curl",
      """
      o|output=!output O|remote-name!remoteName remote-name-all!remoteName output-dir=!outputDirectory J|remote-header-name url=!url T|upload-file=
      f|fail fail-with-body fail-early L|location location-trusted s|silent S|show-error k|insecure v|verbose i|include I|head g|globoff N|no-buffer
      C|continue-at= A|user-agent= H|header= X|request= d|data|data-ascii= data-binary= data-raw= data-urlencode= json= F|form= u|user= x|proxy= U|proxy-user=
      e|referer= b|cookie= c|cookie-jar= E|cert= cert-type= key= key-type= pass= cacert= capath= ciphers= K|config= w|write-out= m|max-time= connect-timeout=
      retry= retry-delay= retry-max-time= retry-all-errors retry-connrefused create-dirs create-file-mode= compressed p|proxytunnel #|progress-bar no-progress-meter
      0|http1.0 http1.1 http2 http2-prior-knowledge http3 1|tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tls-max= 2|sslv2 3|sslv3 4|ipv4 6|ipv6 ssl-reqd ssl-no-revoke
      proto= proto-redir= proto-default= resolve= connect-to= interface= limit-rate= y|speed-time= Y|speed-limit= z|time-cond= max-redirs= max-filesize=
      n|netrc netrc-file= netrc-optional oauth2-bearer= q|disable R|remote-time r|range= t|telnet-option= D|dump-header= stderr= trace= trace-ascii=
      Z|parallel parallel-max= noproxy= keepalive-time= no-keepalive unix-socket= a|append G|get l|list-only M|manual Q|quote= no-clobber skip-existing
      post301 post302 path-as-is raw remove-on-error tcp-nodelay etag-compare= etag-save= version V
      """),
    // wget(1)
    CommandGrammar(
      "wget",
      """
      O|output-document=!output P|directory-prefix=!outputDirectory q|quiet nv|no-verbose v|verbose S|server-response c|continue nc|no-clobber N|timestamping
      i|input-file=!fromFile o|output-file= a|append-output= t|tries= T|timeout= w|wait= waitretry= random-wait Q|quota= limit-rate= no-check-certificate
      ca-certificate= ca-directory= certificate= private-key= user= password= http-user= http-password= header= U|user-agent= referer= post-data= post-file= method= body-data=
      body-file= no-hsts https-only secure-protocol= progress= show-progress no-proxy inet4-only|4 inet6-only|6 prefer-family= content-disposition trust-server-names
      max-redirect= retry-connrefused retry-on-http-error= retry-on-host-error connect-timeout= read-timeout= dns-timeout= no-cookies load-cookies= save-cookies=
      r|recursive l|level= np|no-parent nH|no-host-directories cut-dirs= nd|no-directories x|force-directories A|accept= R|reject= k|convert-links p|page-requisites
      m|mirror E|adjust-extension H|span-hosts D|domains= I|include-directories= X|exclude-directories= e|execute= b|background spider no-dns-cache keep-session-cookies
      accept-regex= reject-regex= no-remove-listing passive-ftp no-passive-ftp compression= ciphers= bind-address= delete-after no-use-server-timestamps
      """),
    // tar(1)
    CommandGrammar(
      "tar bsdtar gtar",
      """
      x|extract|get!extract c|create!create t|list!list r|append!create u|update!create A|catenate|concatenate d|diff|compare delete
      f|file=!file C|directory=!directory z|gzip|gunzip|ungzip j|bzip2 J|xz Z|compress|uncompress lzma lzip lzop zstd a|auto-compress I|use-compress-program=
      v|verbose p|preserve-permissions|same-permissions k|keep-old-files keep-newer-files skip-old-files U|unlink-first overwrite no-overwrite-dir
      O|to-stdout o|no-same-owner same-owner s|preserve-order no-same-permissions m|touch strip-components|strip= exclude= X|exclude-from= T|files-from=!fromFile
      wildcards no-wildcards anchored no-anchored wildcards-match-slash no-wildcards-match-slash h|dereference owner= group= mode= mtime= numeric-owner
      transform|xform= one-file-system P|absolute-names K|starting-file= H|format= S|sparse b|blocking-factor= B|read-full-records w|interactive
      no-recursion recursion exclude-vcs checkpoint?= checkpoint-action= warning= totals?= to-command= remove-files sort= xattrs acls selinux ignore-failed-read
      no-xattrs no-acls no-selinux delay-directory-restore show-transformed-names null pax-option= g|listed-incremental= hard-dereference force-local recursive-unlink
      """, style: .clusterFirst),
    // unzip(1)
    CommandGrammar("unzip", "d=!directory o n q qq u f j l t v x= P= a aa b C L U K X V W p z"),
    // git(1), as far as it brings files
    CommandGrammar(
      "git", "C=!directory c= git-dir= work-tree= no-pager p|paginate bare version exec-path?= config-env=", style: .gnu,
      children: [
        CommandGrammar(
          "clone",
          """
          depth= b|branch= single-branch no-single-branch recurse-submodules|recursive?= shallow-submodules no-shallow-submodules j|jobs= q|quiet v|verbose progress
          n|no-checkout bare mirror o|origin= u|upload-pack= reference= dissociate separate-git-dir= c|config= filter= sparse no-tags tags l|local s|shared
          no-hardlinks template= shallow-since= shallow-exclude= remote-submodules also-filter-submodules revision= ref-format= bundle-uri=
          """),
        CommandGrammar(
          "checkout fetch pull submodule reset init config apply am lfs remote describe rev-parse switch restore status log diff clean add commit",
          style: .plain),
      ]),
  ]
}
