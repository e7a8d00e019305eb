# restore.sh DUMP: replaces the ledger with DUMP in one transaction, in the database that libpq's variables name. Drops all tables and views of
# its user there, because those that a later version added are not in DUMP, and an upgrade would create them again. No silo or dashboard may
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
drop="SELECT format('DROP %s IF EXISTS %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass) FROM pg_class
  WHERE relkind IN ('r', 'p', 'v') AND relnamespace = current_schema()::regnamespace AND relowner = current_user::regrole
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') \gexec"
# Without COMMIT, which is sent only after the whole dump, nothing is changed.
{ printf '%s\n' 'BEGIN;' "$drop" && pg_restore --clean --if-exists --no-owner --file=- "$dump" && echo 'COMMIT;'; } |
  PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning" psql -Xq -v ON_ERROR_STOP=1 -o /dev/null
psql -XAtc "SELECT count(*) || ' searches, ' || (SELECT count(*) FROM entries) || ' entries are back' FROM searches"
