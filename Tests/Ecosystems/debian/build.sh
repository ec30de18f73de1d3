#!/bin/sh
# Makes and installs small packages: one that is removed but for its configuration, two that list one file, two that list
# one file under two names (/bin is a link to /usr/bin), one that diverts another's file, one that is not configured, and
# one whose hard links are one content.
set -eu
cd "$(mktemp -d)"

# package NAME FIELDS: packs the tree NAME.
package() {
  mkdir -p "$1/DEBIAN"
  printf 'Package: %s\nVersion: 1.0-1\nArchitecture: all\nMaintainer: none <none@example.org>\nDescription: %s\n%s' "$1" "$1" "${2-}" \
    >"$1/DEBIAN/control"
  (cd "$1" && find . -path ./DEBIAN -prune -o -type f -printf '%P\n' | sort \
    | { [ -e DEBIAN/conffiles ] && grep -vxF "$(sed 's,^/,,' DEBIAN/conffiles)" || cat; } | xargs -r md5sum) >"$1.sums"
  mv "$1.sums" "$1/DEBIAN/md5sums"
  dpkg-deb --root-owner-group --build "$1" >/dev/null
}

# file PATH BYTES: a file of so many bytes.
file() { mkdir -p "$(dirname "$1")"; head -c "$2" /dev/zero | tr '\0' "$(printf %s "$1" | md5sum | cut -c1)" >"$1"; }

file gone/usr/share/tare/gone 1000; file gone/etc/gone.conf 100
mkdir gone/DEBIAN; echo /etc/gone.conf >gone/DEBIAN/conffiles; package gone

file first/usr/share/tare/shared 2000; file first/usr/share/tare/first 2100; file first/usr/share/tare/kept 2200; package first
file second/usr/share/tare/shared 3000; file second/usr/share/tare/second 3100; package second

file alias-old/bin/aliased 4000; package alias-old
file alias-new/usr/bin/aliased 5000; package alias-new

file diverter/usr/bin/less 6000; package diverter 'Provides: pager-of-tare (= 2), other-of-tare
Depends: nothing-of-tare | less, libc6 (>= 2)
Protected: yes
'
file unready/usr/share/tare/unready 7000
mkdir -p unready/DEBIAN; printf '#!/bin/sh\nexit 1\n' >unready/DEBIAN/postinst; chmod 755 unready/DEBIAN/postinst; package unready

file links/usr/share/tare/one 8000; ln links/usr/share/tare/one links/usr/share/tare/two
file links/etc/links.conf 200; mkdir -p links/DEBIAN; echo /etc/links.conf >links/DEBIAN/conffiles; package links

dpkg -i gone.deb first.deb links.deb
dpkg --remove gone
dpkg -i --force-overwrite second.deb
dpkg -i alias-old.deb
dpkg -i alias-new.deb
dpkg-divert --package diverter --rename --divert /usr/bin/less.old --add /usr/bin/less
dpkg -i diverter.deb
dpkg -i unready.deb || true
