#!/usr/bin/env bash
# Make .venv hold exactly what the lock says. Usage: scripts/setup.sh app|dev
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=$1
python=${PYTHON:-python3}
stamp=".venv/.installed"
state="$(cat "requirements/$wanted.txt" pyproject.toml | sha256sum)"

# The development lock holds everything the application lock holds.
if [ -x .venv/bin/holdfast ] && grep -qsxF "$wanted $state" "$stamp"; then
  exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  if ! command -v "$python" >/dev/null; then
    scripts/system_packages.sh python
  else
    echo "Holdfast needs Python 3.11 or newer; $("$python" --version) is here." >&2
    echo "Name another one with: make PYTHON=python3.12 ..." >&2
    exit 1
  fi
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || scripts/system_packages.sh python

echo "Setting up .venv ($wanted); this takes a minute or two the first time."
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install -qq --disable-pip-version-check \
  --require-hashes --no-deps --requirement "requirements/$wanted.txt"
.venv/bin/python -m pip install -qq --disable-pip-version-check \
  --no-index --no-deps --no-build-isolation --editable .

echo "$wanted $state" >"$stamp"
if [ "$wanted" = dev ]; then
  echo "app $(cat requirements/app.txt pyproject.toml | sha256sum)" >>"$stamp"
fi
