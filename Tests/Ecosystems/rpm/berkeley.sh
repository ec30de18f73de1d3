# No rpm of today writes a Berkeley DB. db_load does, with the library that rpm used: the same headers under the same keys.
# var/lib/rpm is as on x86; big-endian has the other byte order and small pages.
set -eu
from=$1 root=$2
sqlite=$from/usr/lib/sysimage/rpm/rpmdb.sqlite
cp -a "$from" "$root"
rm -r "$root/usr/lib/sysimage"
mkdir -p "$root/var/lib/rpm" "$root/big-endian/var/lib/rpm"
# $1 is the format of a key, $2 of key 0, which holds the highest number.
dump() {
  printf 'VERSION=3\nformat=bytevalue\ntype=hash\nHEADER=END\n'
  sqlite3 "$sqlite" "select printf(' 00000000' || char(10) || ' $1', max(hnum)) from Packages;
    select printf(' $1' || char(10) || ' ', hnum) || lower(hex(blob)) from Packages"
  echo DATA=END
}
dump '%02x000000' | db5.3_load -c db_pagesize=4096 "$root/var/lib/rpm/Packages"
dump '000000%02x' | db5.3_load -c db_pagesize=512 -c db_lorder=4321 "$root/big-endian/var/lib/rpm/Packages"
ls -l "$root/var/lib/rpm" "$root/big-endian/var/lib/rpm"
