# Writes the sources of the gems that the image installs.
require 'fileutils'

def write(path, text)
  FileUtils.mkdir_p(File.dirname(path))
  File.write(path, text)
end

def make(name, version, folder = "#{name}-#{version}", extra = '')
  write("#{folder}/lib/#{name}.rb", "# #{name}\n" * 30)
  write("#{folder}/#{name}.gemspec", <<~TEXT)
    Gem::Specification.new do |s|
      s.name = "#{name}"
      s.version = "#{version}"
      s.summary = "#{name} of #{version}"
      s.authors = ["nobody"]
      s.license = "MIT"
      s.homepage = "https://example.org"
      s.files = Dir["lib/**/*", "ext/**/*"]
      #{extra}
    end
  TEXT
end

make 'plain', '1.0.0'
make 'plain', '2.0.0'
make 'needing', '1.1.0', 'needing', <<~TEXT
  s.add_runtime_dependency "plain", ">= 1.0", "< 3"
  s.add_runtime_dependency "compiled", "~> 0.3"
  s.add_development_dependency "rake"
TEXT
make 'compiled', '0.3.0', 'compiled', 's.extensions = ["ext/compiled/extconf.rb"]'
write 'compiled/ext/compiled/extconf.rb', %(require "mkmf"\ncreate_makefile "compiled/compiled"\n)
write 'compiled/ext/compiled/compiled.c', "void Init_compiled(void) {}\n"
make 'prebuilt', '0.4.0', 'prebuilt', 's.platform = "x86_64-linux"'
make 'fromgit', '0.5.0', 'fromgit', 's.add_dependency "plain", "~> 1.0"'
