#!/usr/bin/env bash
# Fetches an Asterisk, writes its configuration, and runs it in the foreground: `npm run pbx -- --pbx-account NAME`.
# Takes the options of `dialbook pbx config`; the book is that of the settings, as for `npm start`.
set -euo pipefail
cd "$(dirname "$0")/.."
asterisk=${DIALBOOK_ASTERISK:-.asterisk}
dir=${DIALBOOK_PBX_DIR:-pbx}
for option in "$@"; do
  if [ "$option" = --help ]; then exec node bin/dialbook.js pbx config --help; fi
done
scripts/get-asterisk.sh "$asterisk"
node bin/dialbook.js pbx config --dir "$dir" --asterisk "$asterisk" "$@"
echo 'Asterisk runs until Ctrl-C.'
exec "$asterisk/bin/asterisk" -C "$(cd "$dir" && pwd)/etc/asterisk.conf" -fn
