#!/usr/bin/env bash
# Makes the image that `make demo` weighs: real Debian packages, built by buildah from the Dockerfile beside this script.
#
#   make-image.sh OUT.tar
#
# Needs Debian, root, and a Debian mirror ($DEBIAN_MIRROR); what is missing of its tools it installs. No registry and no
# container engine take part, and nothing of the machine's own container storage is touched.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: make-image.sh OUT.tar}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
base=localhost/debian:bookworm
name=localhost/tare-demo:latest

[ "$(id -u)" = 0 ] || { echo "make-image.sh: needs root, to bootstrap Debian" >&2; exit 2; }
# In a mount namespace of its own, whatever gets mounted on the way goes when the script ends.
[ -n "${TARE_DEMO_UNSHARED:-}" ] || ! unshare --mount true 2> /dev/null ||
  TARE_DEMO_UNSHARED=1 exec unshare --mount "$0" "$@"

missing=()
for tool in mmdebstrap buildah; do command -v "$tool" > /dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

mkdir -p "$(dirname "$out")"
work=$(mktemp -d "${TMPDIR:-/tmp}/tare-demo.XXXXXX")
trap 'rm -rf "$work"/* "$out.part"; umount "$work" 2> /dev/null || true; rmdir "$work"' EXIT

# In memory where there is enough of it, and by overlay where the kernel allows: a third of the time.
buildah() { command buildah --root "$work/storage" --runroot "$work/run" --storage-driver "$driver" "$@"; }
available=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
[ -z "${TARE_DEMO_UNSHARED:-}" ] || [ "$available" -lt 4000000 ] || mount -t tmpfs tmpfs "$work" 2> /dev/null || true
driver=overlay
buildah info > /dev/null 2>&1 || { driver=vfs; rm -rf "$work"/*; umount "$work" 2> /dev/null || true; }
export TMPDIR=$work

# step WHAT COMMAND...: says what and how long it took; what the command says is shown only when it fails.
step() {
  local what=$1 start=$SECONDS
  shift
  "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; echo "make-image.sh: $what failed" >&2; exit 1; }
  echo "$what: $((SECONDS - start)) s" >&2
}

# As Debian's own images are: merged /usr, no package lists, and apt keeps no archives.
bootstrap() {
  cat > "$work/docker-clean" << 'END'
Binary::apt-get::APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
END
  mmdebstrap --variant=minbase --include=usr-is-merged --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --dpkgopt=force-unsafe-io --customize-hook="copy-in $work/docker-clean /etc/apt/apt.conf.d" \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin' \
    bookworm "$work/layer.tar" "$mirror"
}

# The bootstrapped tree as an image of one layer.
wrap() {
  local digest
  digest=$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)
  cat > "$work/config.json" << END
{"architecture": "$(dpkg --print-architecture)", "os": "linux", "created": "$(date -u +%FT%TZ)",
 "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], "Cmd": ["bash"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$digest"]},
 "history": [{"created": "$(date -u +%FT%TZ)", "created_by": "mmdebstrap --variant=minbase bookworm"}]}
END
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$base\"], \"Layers\": [\"layer.tar\"]}]" > "$work/manifest.json"
  tar -C "$work" -cf "$work/base.tar" manifest.json config.json layer.tar
  buildah pull "${policy[@]}" "docker-archive:$work/base.tar"
}

echo '{"default": [{"type": "insecureAcceptAnything"}]}' > "$work/policy.json"
policy=(--signature-policy "$work/policy.json")

step "bootstrapping Debian" bootstrap
step "importing it" wrap
step "building the image ($driver)" buildah build "${policy[@]}" --isolation chroot --network host --layers \
  --format docker --pull-never --tag "$name" "$here"
step "saving it" buildah push "${policy[@]}" "$name" "docker-archive:$out.part:$name"
mv "$out.part" "$out"
