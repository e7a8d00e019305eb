#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK and nothing else; the last line counts.
# Arguments are handed to the test runner, for example: ./test.sh --filter-class '*FrontTests'
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

command -v dotnet >/dev/null || {
  echo "dotnet is not on the PATH: install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0)" >&2; exit 1; }

dotnet build Distributed.sln

log=$(mktemp); trap 'rm -f "$log"' EXIT
status=0
# One test project at a time: several train real networks, and two cores shared by two trainings only measure the sharing.
dotnet test --solution Distributed.sln --no-build --max-parallel-test-modules 1 --no-progress "$@" 2>&1 | tee "$log" || status=$?

count() { sed -nE "s/^ *$1: *([0-9]+).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ] && [ "${passed:-0}" -gt 0 ] && [ "${failed:-0}" -eq 0 ]
