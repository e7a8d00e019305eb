# backup.sh FOLDER [KEEP]: dumps the database that libpq's variables (PGHOST, PGUSER, …) name into FOLDER, checks that the dump is readable,
# and keeps the newest KEEP dumps (default 14). The cluster keeps running; a dump is a consistent snapshot of the ledger.
set -euo pipefail
folder=$1 keep=${2:-14}
dump=$folder/paretune-$(date -u +%Y%m%dT%H%M%SZ).dump
trap 'rm -f "$dump.part"' EXIT
pg_dump --format=custom --no-owner --file="$dump.part"
pg_restore --list "$dump.part" >/dev/null
mv "$dump.part" "$dump"
echo "$dump"
find "$folder" -maxdepth 1 -name 'paretune-*.dump' | sort -r | tail -n +$((keep + 1)) | while read -r old; do rm "$old"; done
