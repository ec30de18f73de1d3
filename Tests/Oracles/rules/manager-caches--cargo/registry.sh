set -eu
export CARGO_HOME=/tmp/cargo
git config --global user.name build; git config --global user.email build@localhost
cargo new -q --lib --vcs none --name greeting /tmp/greeting && cd /tmp/greeting
{ printf 'pub const TEXT: &str = "hello";\n'; for i in $(seq 2000); do echo "// line $i of a crate with some weight"; done; } > src/lib.rs
sed -i '/^version/s/.*/version = "1.0.0"/' Cargo.toml
cargo package -q --allow-dirty --no-verify
crate=target/package/greeting-1.0.0.crate
mkdir -p /tmp/crates /tmp/index/gr/ee && cp $crate /tmp/crates/
cd /tmp/index && git init -q
printf '{"dl":"file:///tmp/crates/{crate}-{version}.crate"}\n' > config.json
printf '{"name":"greeting","vers":"1.0.0","deps":[],"cksum":"%s","features":{},"yanked":false}\n' \
  "$(sha256sum /tmp/crates/greeting-1.0.0.crate | cut -d' ' -f1)" > gr/ee/greeting
git add . && git commit -qm one
