#!/bin/sh
# Makes small packages, installs them with apk and imports the root file system as the image eco-apk.
# usage: build.sh   (needs docker, and apk of apk-tools 3, which neither Debian nor PyPI has: APK=/path/to/apk)
#
# The cases: needs by soname, command and name; a conflict that is no need; a package that comes with another (install_if);
# hard and symbolic links; a package of the old format, whose digests are SHA-1; a file that goes from one package to
# another (apk then strikes it from the first's list), and one that two packages list under two names (/bin is a link).
set -eu
apk=${APK:-apk}
docker=${DOCKER:-/usr/bin/docker}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir packages

# file PATH BYTES: a file of so many bytes.
file() { mkdir -p "$(dirname "$1")"; head -c "$2" /dev/zero | tr '\0' "$(printf %s "$1" | md5sum | cut -c1)" >"$1"; }

# package NAME [FIELD:VALUE…]: packs the tree NAME in the format of apk 3.
package() {
  name=$1; shift
  set -- --info "name:$name" --info version:1.0-r0 --info "description:$name" --info arch:x86_64 --info license:none "$@"
  "$apk" mkpkg --files "$name" --output "packages/$name-1.0-r0.apk" "$@"
}

# old NAME [FIELD = VALUE lines]: packs the tree NAME in the format of apk 2: two gzip members, the first a tar without its
# end. apk takes each file's SHA-1 from a header of its own.
old() {
  python3 - "$@" <<'PYTHON'
import gzip, hashlib, io, os, sys, tarfile
name, fields = sys.argv[1], sys.argv[2:]
data = io.BytesIO()
with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as tar:
  for folder, folders, files in os.walk(name):
    folders.sort()
    for file in [*folders, *sorted(files)]:
      path = os.path.join(folder, file)
      member = tar.gettarinfo(path, os.path.relpath(path, name))
      member.uid = member.gid = 0; member.uname = member.gname = "root"
      if member.isreg():
        content = open(path, "rb").read()
        member.pax_headers = {"APK-TOOLS.checksum.SHA1": hashlib.sha1(content).hexdigest()}
        tar.addfile(member, io.BytesIO(content))
      else:
        tar.addfile(member)
packed = gzip.compress(data.getvalue(), mtime=0)
info = "\n".join([f"pkgname = {name}", "pkgver = 1.0-r0", f"pkgdesc = {name}", "arch = x86_64", "license = none", "size = 1",
  f"datahash = {hashlib.sha256(packed).hexdigest()}", *fields, ""]).encode()
control = tarfile.TarInfo(".PKGINFO"); control.size = len(info)
block = control.tobuf(tarfile.USTAR_FORMAT) + info + bytes(-len(info) % 512)
open(f"packages/{name}-1.0-r0.apk", "wb").write(gzip.compress(block, mtime=0) + packed)
PYTHON
}

file libx/usr/lib/libx.so.1.2 1000; ln -s libx.so.1.2 libx/usr/lib/libx.so.1; package libx --info 'provides:so:libx.so.1=1.2'
file tool/usr/bin/tool 2000; ln tool/usr/bin/tool tool/usr/bin/tool2
package tool --info 'provides:cmd:tool=1.0-r0 pager=1' --info 'depends:so:libx.so.1 !enemy'
file app/opt/app/run 3000; file app/etc/app.conf 300
package app --info 'depends:cmd:tool>=1.0 libx>=1 /bin/sh pager'
file app-doc/usr/share/doc/app 400; package app-doc --info 'install-if:docs app=1.0-r0'
mkdir docs; package docs
file shell/bin/sh 5000; old shell 'provides = /bin/sh' 'provides = cmd:sh=1.0-r0'
file first/usr/share/shared 6000; file first/usr/share/first 6100; old first
file second/usr/share/shared 7000; file second/usr/share/second 7100; old second 'replaces = first'
file third/usr/share/first 8000; package third
file rooted/rooted 9000; package rooted
file alias-old/bin/aliased 4000; old alias-old
file alias-new/usr/bin/aliased 4500; old alias-new

"$apk" mkndx --allow-untrusted --output packages/index.adb packages/*.apk
mkdir -p root/usr/bin
ln -s usr/bin root/bin
run() {
  "$apk" --root root --arch x86_64 --allow-untrusted --no-interactive --no-logfile \
    --repositories-file /dev/null --repository "$work/packages/index.adb" "$@"
}
run add --initdb docs 'app>1' cmd:sh rooted
run add first
run add second
run add --force-overwrite third
run add alias-old
run add alias-new
run add --virtual .build-deps tool
mkdir -p "${OUT:-/var/tmp/tare-eco}"
[ -z "${ROOT_TAR-}" ] || tar -C root -cf "$ROOT_TAR" .
tar -C root -c . | $docker import -c 'CMD ["/opt/app/run"]' -m 'apk add' - eco-apk >/dev/null
$docker save eco-apk -o "${OUT:-/var/tmp/tare-eco}/apk.tar"
