#!/bin/sh
# Trains the trials of an external search with the HTTP protocol (docs/protocol.md), using only curl and standard Unix tools.
# PARETUNE_URL=http://127.0.0.1:8080 PARETUNE_SEARCH=ID sh train.sh
set -eu
search="$PARETUNE_URL/api/searches/$PARETUNE_SEARCH"

ask() { # PATH BODY: prints the body of the response, then a line with its status
  curl -sS --retry 9 --retry-connrefused ${PARETUNE_KEY:+-H "Authorization: Bearer $PARETUNE_KEY"} -H 'Content-Type: application/json' \
    -w '\n%{http_code}' -d "$2" "$search/$1"
}
field() { # NAME JSON: prints the value
  printf %s "$2" | sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/p"
}

while :; do
  answer=$(ask leases "{\"worker\": \"$(uname -n)-$$\", \"device\": \"sh\"}")
  job=$(printf %s "$answer" | sed '$d')
  case "$(printf %s "$answer" | tail -n 1)" in
    200) ;;
    204) sleep 2; continue ;;
    410) exit 0 ;;
    *) printf '%s\n' "$answer" >&2; exit 1 ;;
  esac
  trial=$(field trial "$job") attempt=$(field attempt "$job") epochs=$(field epochs "$job") depth=$(field depth "$job")
  epoch=0 decision=continue
  while [ "$decision" = continue ] && [ "$epoch" -lt "$epochs" ]; do
    epoch=$((epoch + 1))
    # A real program would train here.
    accuracy=$(awk "BEGIN { print 1 - 1 / (1 + $depth * $epoch) }")
    answer=$(ask "trials/$trial/signals" "{\"attempt\": $attempt, \"kind\": \"report\", \"epoch\": $epoch, \"accuracy\": $accuracy,
      \"parameters\": $((depth * 100))}")
    decision=$(field decision "$answer")
    [ -n "$decision" ] || { printf '%s\n' "$answer" >&2; exit 1; }
    echo "trial $trial epoch $epoch: accuracy $accuracy, $decision"
  done
done
