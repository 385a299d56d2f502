#!/usr/bin/env bash
# Write requirements/app.txt and dev.txt from pyproject.toml: every file by hash, no address.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
  --no-emit-index-url --no-header --extra postgres --group build)
"${compile[@]}" pyproject.toml --output-file requirements/app.txt
"${compile[@]}" pyproject.toml --extra dev --constraint requirements/app.txt \
  --output-file requirements/dev.txt
