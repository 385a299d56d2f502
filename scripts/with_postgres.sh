#!/usr/bin/env bash
# Run a command with TEST_POSTGRES_URL pointing at a PostgreSQL of its own, then remove it.
# Usage: scripts/with_postgres.sh command [argument ...]
set -euo pipefail

bin="$(scripts/postgres_bin.sh)"
folder="$(mktemp -d)"
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
password="$(python3 -c 'import secrets; print(secrets.token_hex(16))')"

# PostgreSQL refuses to run as root.
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  owner=nobody
  getent passwd postgres >/dev/null && owner=postgres
  as_owner=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups)
  chown "$owner" "$folder"
fi

(umask 077 && echo "$password" >"$folder/password")
[ ${#as_owner[@]} -eq 0 ] || chown "$owner" "$folder/password"
cd "$folder"
"${as_owner[@]}" "$bin/initdb" --pgdata="$folder/cluster" --username=holdfast \
  --pwfile="$folder/password" --auth=scram-sha-256 --data-checksums --encoding=UTF8 \
  --locale=C.UTF-8 --no-sync >/dev/null
"${as_owner[@]}" "$bin/postgres" -D "$folder/cluster" -h 127.0.0.1 -p "$port" -k "$folder" \
  -c fsync=off -c max_connections=200 >"$folder/log" 2>&1 &
server=$!
cd "$OLDPWD"

stop() {
  kill -INT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT

for _ in $(seq 150); do
  "$bin/pg_isready" --quiet --host=127.0.0.1 --port="$port" && break
  if ! kill -0 "$server" 2>/dev/null; then
    echo "PostgreSQL did not start:" >&2
    cat "$folder/log" >&2
    exit 1
  fi
  sleep 0.2
done

export TEST_POSTGRES_URL="postgresql+psycopg://holdfast:$password@127.0.0.1:$port/postgres"
"$@"
