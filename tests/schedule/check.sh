#!/usr/bin/env bash
# Schedules against the real tools: workflow linters, systemd, cron. `make check-schedule` runs it.
#
#   tests/schedule/check.sh target/debug/refloom .venv-tools/bin
set -euo pipefail
program=$(readlink -f "$1")
tools=$(readlink -f "$2")
here=$(cd "$(dirname "$0")" && pwd)
stand=$(mktemp -d)
trap 'rm -rf "$stand"' EXIT

mkdir -p "$stand/.git" "$stand/a \"review\" of 100% \$HOME's"
cd "$stand"
"$program" --quiet schedule github --name plain --install
"$program" --quiet schedule github --name hostile --dir "a \"review\" of 100% \$HOME's" --every '*/30 1-5 1,15 * mon' --keep 3 \
  --notify-command "mail -s '100% \"done\" \$x' me" --source 'https://example.org/refloom#0123456789abcdef0123456789abcdef01234567' \
  --install
"$tools/check-jsonschema" --builtin-schema vendor.github-workflows .github/workflows/*.yml
"$tools/zizmor" --offline --no-progress --pedantic .github/workflows

if command -v systemd-analyze >/dev/null; then
  mkdir -p units run
  # The user is one of every machine.
  for whose in --user "--system --run-as root"; do
    # shellcheck disable=SC2086
    "$program" schedule systemd $whose --name checked --dir "a \"review\" of 100% \$HOME's" --every '0 3 1,15 * fri' > both
    awk '/^# refloom-checked\.(service|timer)$/ { file = "units/" $2; printf "" > file; next } { print > file }' both
    XDG_RUNTIME_DIR="$stand/run" systemd-analyze "${whose%% *}" --man=no verify units/refloom-checked.service \
      units/refloom-checked.timer 2>&1 | { grep refloom-checked || true; } | { grep -v 'system call' || true; } > faults
    if [ -s faults ]; then cat faults >&2; exit 1; fi
  done
  echo "systemd-analyze verify: nothing to say"
  systemd-analyze security --offline=true --threshold=40 units/refloom-checked.service | tail -n 1
else
  echo "skipped: there is no systemd-analyze here"
fi

bash "$here/cron.sh" "$program"
