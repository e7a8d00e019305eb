# restore.sh DUMP: puts the ledger of DUMP in place of the one in the database that libpq's variables name, all of it or nothing. No silo and no
# dashboard may run meanwhile: they would go on with what they remember.
set -euo pipefail
dump=$1
# Pods that are on their way out still have theirs: a minute, unless PATIENCE says otherwise.
for ((left = ${PATIENCE:-60}; ; left--)); do
  others=$(psql -XAtc "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'paretune'")
  [ "$others" -gt 0 ] || break
  [ "$left" -gt 0 ] || { echo "$others connections of Paretune are open: scale control, worker and dashboard to 0 first" >&2; exit 1; }
  ((left % 10)) || echo "waiting for $others connections of Paretune to end" >&2
  sleep 1
done
pg_restore --clean --if-exists --no-owner --single-transaction --exit-on-error --dbname="$PGDATABASE" "$dump"
psql -XAtc "SELECT count(*) || ' searches, ' || (SELECT count(*) FROM entries) || ' entries are back' FROM searches"
