#!/usr/bin/env bash
# Everything that must hold before a change is done. The last lines are pytest's own summary.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

scripts/setup.sh dev
scripts/system_packages.sh chromium postgres node

step "Style and types"
scripts/lint.sh

step "All tests on SQLite"
.venv/bin/pytest -n 2 -m "not browser"

step "Tests that touch the database, again on PostgreSQL"
scripts/with_postgres.sh .venv/bin/pytest -n 2 -m storage

step "Each reader's journey in Chromium"
.venv/bin/pytest -m browser tests/browser
