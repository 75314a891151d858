# Short names for what is done often. `make demo` and `make test` set up what they need.
PYTHON := .venv/bin/python

.PHONY: check test lint types demo snapshots exports bench console messages picture reference lexicon browser fuzz monkey

check: lint types test

.venv/made: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install -q -e '.[dev]'
	touch $@

test: .venv/made
	$(PYTHON) -m pytest -n auto

lint: .venv/made
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports

types: .venv/made
	.venv/bin/mypy

demo: .venv/made
	.venv/bin/qualcode demo

snapshots: .venv/made        # take the pictures of the screens as they are now to be right
	QUALCODE_SNAPSHOTS=write $(PYTHON) -m pytest -q tests/tui/test_looks.py

exports: .venv/made          # rewrite the golden files in exports/ from the sample study
	$(PYTHON) -m tests.golden

bench: .venv/made            # figures of the budget for projects of size S, M and L
	$(PYTHON) -m tests.benchmarks

console: .venv/made          # Textual's console; in another terminal: .venv/bin/textual run --dev qualcode.tui.app
	.venv/bin/textual console

messages: .venv/made         # find new words in the code, merge them into the catalogues and compile these
	PYTHONPATH=. .venv/bin/pybabel -q extract --no-location --sort-output -F qualcode/locale/babel.cfg -o qualcode/locale/qualcode.pot qualcode
	.venv/bin/pybabel -q update -D qualcode -N --no-wrap --ignore-obsolete -i qualcode/locale/qualcode.pot -d qualcode/locale
	.venv/bin/pybabel -q compile -D qualcode -d qualcode/locale

picture: .venv/made          # the picture of the workbench in the README
	$(PYTHON) -m tests.picture docs/workbench.svg

reference: .venv/made        # the reference of the command line
	$(PYTHON) -m qualcode.cli.reference > CLI.md

lexicon: .venv/made          # pack the word list anew; WHEELS is a folder with the two wheels that tests/build_lexicon.py names
	$(PYTHON) -m tests.build_lexicon $(WHEELS) $(TEXTS)

browser: .venv/made          # the workbench in a real browser; needs Chromium and ChromeDriver
	$(PYTHON) -m tests.browser build/browser

fuzz: .venv/made             # throw damaged files at the readers; MINUTES for each
	$(PYTHON) -m tests.fuzz --minutes $(or $(MINUTES),10)

monkey: .venv/made           # a thousand random keys on all screens, ten seeds, three sizes of terminal
	$(PYTHON) -m tests.monkey
