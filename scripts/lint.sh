#!/usr/bin/env bash
# Style and types. Usage: scripts/lint.sh, after scripts/setup.sh dev
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
