#!/usr/bin/env bash
# Install what Debian brings and Python does not, or say plainly what is missing.
# Usage: scripts/system_packages.sh [python] [chromium] [postgres] [node]
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for need in "$@"; do
  case "$need" in
    python) python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv) ;;
    chromium) command -v chromium >/dev/null || missing+=(chromium) ;;
    postgres) scripts/postgres_bin.sh >/dev/null || missing+=(postgresql) ;;
    node) command -v npm >/dev/null || missing+=(nodejs npm) ;;
    *) echo "Unknown need: $need" >&2; exit 2 ;;
  esac
done

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
    if ! sudo -n true 2>/dev/null; then
      echo "These Debian packages are needed and may not be installed from here:" >&2
      echo "    sudo apt-get install ${missing[*]}" >&2
      exit 1
    fi
  fi
  if ! command -v apt-get >/dev/null; then
    echo "Please install these programs first (Debian's names): ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing ${missing[*]} with apt-get."
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
fi

case " $* " in
  *" node "*)
    if [ ! -f node_modules/.package-lock.json ] ||
      [ package-lock.json -nt node_modules/.package-lock.json ]; then
      npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
      touch node_modules/.package-lock.json
    fi
    ;;
esac
