#!/usr/bin/env bash
# Print the folder of PostgreSQL's server programs; Debian keeps them off the path.
set -euo pipefail
newest="$(find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)"
found="${newest:-$(command -v initdb || true)}"
[ -n "$found" ] || exit 1
dirname "$found"
