# What rpm itself says of a root, into its /tare-expected.
set -eu
root=$1 database=$2 backend=$3
run() { rpm --define "_db_backend $backend" --root "$root" --dbpath "$database" "$@"; }
mkdir -p "$root/tare-expected"
run -qa --qf '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\n' | sort > "$root/tare-expected/packages"
run -qa --qf '[%{=NAME} %{FILESTATES} %{FILEFLAGS} %{FILEMODES:octal} %{FILEDIGESTS} %{FILENAMES}\n]' | sort > "$root/tare-expected/files"
