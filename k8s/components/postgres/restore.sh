# restore.sh DUMP: replaces the ledger with DUMP in one transaction, in the database that libpq's variables name. No silo or dashboard may
# run meanwhile, because it would continue with the old state in its memory.
set -euo pipefail
dump=$1
# Pods that are terminating still have connections. Waits PATIENCE seconds (default: 60) for them to close.
for ((left = ${PATIENCE:-60}; ; left--)); do
  others=$(psql -XAtc "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'paretune'")
  [ "$others" -gt 0 ] || break
  [ "$left" -gt 0 ] || { echo "$others connections of Paretune are open: scale control, worker and dashboard to 0 first" >&2; exit 1; }
  ((left % 10)) || echo "waiting for $others connections of Paretune to close" >&2
  sleep 1
done
pg_restore --clean --if-exists --no-owner --single-transaction --exit-on-error --dbname="$PGDATABASE" "$dump"
psql -XAtc "SELECT count(*) || ' searches, ' || (SELECT count(*) FROM entries) || ' entries are back' FROM searches"
