# Installs the fixture's packages into a root with one of RPM's databases; keeps rpm's own answers in /tare-expected.
set -eu
backend=$1 root=$2 database=$3
run() { rpm --define "_db_backend $backend" --root "$root" --dbpath "$database" "$@"; }
mkdir -p "$root$database"
run --initdb
run -i --nodeps --noscripts /rpms/tare-shell.rpm
run -i --nodeps --noscripts /rpms/tare-library.rpm /rpms/tare-extra.rpm /rpms/tare-empty.rpm
run -i --nodeps --noscripts /rpms/tare-tool.rpm
run -i --nodeps --noscripts --replacefiles /rpms/tare-conflict.rpm
run --import /build/fixture.key
sh /build/answers.sh "$root" "$database" "$backend"
ls -l "$root$database"
