#!/usr/bin/env bash
curl -X PUT https://api.lox24.eu/groups/12344 \
-H 'Content-Type: application/json' \
-H 'X-LOX24-AUTH-TOKEN: 1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx' \
-d '{
"name": "My Clients",
"description": "Best clients",
"name_a": "prefix",
"name_b": "name",
"name_c": "datetime",
"name_d": "price",
"name_e": "something_else"
}'
