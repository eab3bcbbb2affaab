#!/usr/bin/env bash
# Runs what takes too long for every change: the fail-over of PostgreSQL, some 13 minutes. It wants root on Debian, as .ci/run does.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v patroni >/dev/null || missing+=(patroni)
command -v etcd >/dev/null || missing+=(etcd-server)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

npm ci
npm run test:failover
