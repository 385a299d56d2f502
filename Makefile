# Each target does its own set-up from nothing; the second time it is quick.
.PHONY: help demo run test promises lint audit bench screenshots sentences lock clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /: /'

demo: ## Open an invented organisation at http://localhost:8501
	@scripts/setup.sh app
	@.venv/bin/holdfast demo

run: ## Start your own, empty: the console prints a one-time set-up link
	@scripts/setup.sh app
	@.venv/bin/holdfast migrate
	@.venv/bin/holdfast serve

test: ## Everything that must hold: style, types, tests on SQLite and PostgreSQL, the browser journeys
	@scripts/test.sh

promises: ## Hold promises at their full size and measure those in seconds, before a release
	@scripts/setup.sh dev
	@FULL_SIZE=1 .venv/bin/pytest tests/door/test_apart.py
	@.venv/bin/python -m benchmarks.signin
	@.venv/bin/python -m benchmarks.disclosure
	@.venv/bin/python -m benchmarks.export

lint: ## Style and types alone
	@scripts/setup.sh dev
	@scripts/lint.sh

audit: ## Look for known vulnerabilities in what is installed (asks a public service)
	@scripts/setup.sh dev
	@.venv/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements/dev.txt

bench: ## Measure the screens on the invented organisation against empty pages
	@scripts/setup.sh dev
	@.venv/bin/python -m benchmarks.pages

screenshots: ## Draw docs/screenshots again from the invented organisation
	@scripts/setup.sh dev
	@scripts/system_packages.sh chromium node
	@SCREENSHOTS=docs/screenshots .venv/bin/pytest -m browser tests/browser/test_screenshots.py

sentences: ## Write docs/sentences.md again: everything that a flag can say
	@scripts/setup.sh dev
	@.venv/bin/python -m tests.rules.sentences_page

lock: ## Resolve the dependencies of pyproject.toml again into requirements/
	@scripts/setup.sh dev
	@scripts/lock.sh

clean: ## Remove what was set up; data/ and keys/ stay
	@rm -rf .venv node_modules build holdfast.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
