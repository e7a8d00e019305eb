#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK; installs everything else with apt-get and npm. The last line has the totals.
# Arguments are passed to the test runner, for example: ./test.sh --filter-class '*FrontTests'
# With COVERAGE=1, also prints how many lines of each project the unit tests run.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Tiered PGO instruments code to compile it better later. That pays off in servers, but takes a fifth of the time of the hundreds of short
# processes that the tests start.
export DOTNET_TieredPGO=0

command -v dotnet >/dev/null || {
  echo "dotnet is not on the PATH: install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0)" >&2; exit 1; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }
install() {
  command -v apt-get >/dev/null && as_root true || {
    echo "the tests need $*: install it yourself, because this script can install only with apt-get as root" >&2; exit 1; }
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}
if ! command -v initdb >/dev/null && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  install postgresql-common
  # The tests start their own servers, so Debian's default server is not needed.
  as_root sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  install postgresql
fi
compgen -G '/usr/bin/chromium*' >/dev/null || compgen -G '/usr/bin/google-chrome*' >/dev/null || install chromium
if ! command -v npm >/dev/null; then install nodejs npm; fi
# A small S3 server, and kubectl to build the manifests. Lock files pin their content.
for packages in tests/Storage.Tests/S3 tests/Kubernetes.Tests/kubectl; do
  cmp -s "$packages/package-lock.json" "$packages/node_modules/.for-lock.json" || {
    npm ci --prefix "$packages" --no-audit --no-fund --ignore-scripts && cp "$packages/package-lock.json" "$packages/node_modules/.for-lock.json"; }
done
# For the tests of custom programs: Python with setuptools and wheel (to build the client's wheel offline), a C compiler and curl.
[ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import setuptools, wheel' 2>/dev/null || install python3 python3-setuptools python3-wheel
# For the test of the example in which Optuna proposes trials.
/usr/bin/python3 -c 'import optuna' 2>/dev/null || install python3-optuna
for tool in curl:curl cc:gcc; do command -v "${tool%:*}" >/dev/null || install "${tool#*:}" libc6-dev; done
# For the tests of completion scripts, of hosts that are cut off and of clocks that are wrong. Where apt-get cannot be used, these are skipped.
if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
  missing=()
  for tool in fish:fish zsh:zsh ip:iproute2 faketime:faketime; do command -v "${tool%:*}" >/dev/null || missing+=("${tool#*:}"); done
  [ "${#missing[@]}" -eq 0 ] || install "${missing[@]}"
fi

dotnet build Distributed.sln

log=$(mktemp) failures=$(mktemp); trap 'rm -f "$log" "$failures"' EXIT
status=0 passed=0 failed=0 skipped=0
count() { sed -nE "s/^ *$1: *([0-9]+).*/\1/p" "$log" | tail -n 1; }
run() {
  dotnet test --no-build --no-progress --no-ansi "$@" 2>&1 | tee "$log" || status=$?
  # Each failed test with its message and stack, which are indented; at most 40 lines.
  awk '/^[^ ]/{n = /^failed / ? 40 : 0} n-- > 0' "$log" >> "$failures"
  passed=$((passed + $(count succeeded)+0)) failed=$((failed + $(count failed)+0)) skipped=$((skipped + $(count skipped)+0))
}
if [ "${COVERAGE:-}" = 1 ]; then
  # Measures coverage only in unit tests of code without torch, because elsewhere it would change results or slow down training.
  rm -rf TestResults/coverage
  for project in tests/*.Tests; do
    name=$(basename "$project" .Tests)
    case $name in
      Client | Dashboard | Grains | Models | Silo | Storage | Tuning)
        run --project "$project" "$@" --coverlet --coverlet-output-format cobertura --coverlet-include '[Paretune.*]*' \
          --coverlet-include '[paretune]*' --coverlet-exclude-by-file '**/obj/**' --coverlet-file-prefix "$name.Tests" --results-directory "$PWD/TestResults/coverage" ;;
      *) run --project "$project" "$@" ;;
    esac
  done
  .ci/coverage TestResults/coverage
else
  # One test project at a time: several train real networks, and their timings would suffer if two shared the cores.
  run --solution Distributed.sln --max-parallel-test-modules 1 "$@"
fi

# The failed tests again, because of a long log people often see only the end.
cat "$failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$status" -eq 0 ] && [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
