# backup.sh FOLDER [KEEP]: dumps the database that libpq's variables (PGHOST, PGUSER, …) name into FOLDER, tries whether the dump can be read,
# and keeps the newest KEEP of them (default 14). The cluster goes on meanwhile: a dump is the ledger of one moment.
set -euo pipefail
folder=$1 keep=${2:-14}
dump=$folder/paretune-$(date -u +%Y%m%dT%H%M%SZ).dump
trap 'rm -f "$dump.part"' EXIT
pg_dump --format=custom --no-owner --file="$dump.part"
pg_restore --list "$dump.part" >/dev/null
mv "$dump.part" "$dump"
echo "$dump"
find "$folder" -maxdepth 1 -name 'paretune-*.dump' | sort -r | tail -n +$((keep + 1)) | while read -r old; do rm "$old"; done
