#!/usr/bin/env bash
# A refresh that the real cron runs. Needs root, Debian's cron and a minute; says plainly where they are missing.
#
#   tests/schedule/cron.sh target/debug/refloom
#
# cron sees folders of this test's own in the place of the machine's (a mount namespace), so that no job of the machine runs
# and none of its crontabs is touched.
set -euo pipefail
program=$(readlink -f "$1")

skip() { echo "skipped: $1"; exit 0; }
if [ "${2:-}" != inside ]; then
  [ "$(id -u)" = 0 ] || skip "the test of cron needs root"
  for needed in cron crontab unshare; do
    command -v "$needed" >/dev/null || [ -x "/usr/sbin/$needed" ] || skip "there is no $needed here"
  done
  [ -d /var/spool/cron/crontabs ] || skip "this is not Debian's cron"
  unshare --mount true 2>/dev/null || skip "no mount namespace can be made here"
  exec unshare --mount "$0" "$1" inside
fi

stand=$(mktemp -d)
cron=
cleanup() {
  if [ -n "$cron" ]; then kill "$cron" 2>/dev/null || true; fi
  for place in /var/spool/cron/crontabs /etc/cron.d /run; do umount "$place" 2>/dev/null || true; done
  rm -rf "$stand"
}
trap cleanup EXIT
chmod 755 "$stand"

mount --make-rprivate /
# /etc/crontab and a pid file of a cron that runs already are out of sight too.
for place in /var/spool/cron/crontabs /etc/cron.d /run; do mount -t tmpfs tmpfs "$place"; done
chgrp crontab /var/spool/cron/crontabs && chmod 1730 /var/spool/cron/crontabs
mount --bind /dev/null /etc/crontab

# A folder that means something to a shell, to cron and to make.
folder="$stand/50% of \$HOME's \"reviews\" \\ & more"
mkdir -p "$folder/bin" "$folder/data"
printf 'title = "t"\nsources = [{ path = "list.txt" }]\n[output]\ndir = "../output"\n' > "$folder/data/dataset.toml"
printf 'References\n\n1. Smith J. A title that is long enough. Lancet 2001;3:45-50.\n' > "$folder/data/list.txt"
(cd "$folder" && "$program" --quiet dataset)
# Writes down how it is called, and calls the real one.
cat > "$folder/bin/refloom" <<EOF
#!/bin/sh
{ pwd; printf '%s\n' "\$@" "mail: \$REFLOOM_EMAIL"; } >> seen
"$program" --version
"$program" "\$@"
echo \$? > ended
EOF
chmod +x "$folder/bin/refloom"
printf 'REFLOOM_EMAIL="me+50%%@example.org"\n' > "$folder/environment"
chmod 600 "$folder/environment"
schedule() {
  "$program" schedule cron --dir "$folder" --name cron-test --program "$folder/bin/refloom" --environment "$folder/environment" "$@"
}

printf '# mine\n0 0 1 1 * true\n' | crontab -
before=$(crontab -l)
schedule --every '* * * * *' --keep 3 --notify-command "cat > '100% \$done'" --install
crontab -l | grep -q 'refloom schedule: cron-test'
if crontab -l | grep -q 'example.org'; then echo "the mail address stands in the crontab" >&2; exit 1; fi

/usr/sbin/cron -f &
cron=$!
for _ in $(seq 120); do
  if [ -s "$folder/ended" ]; then break; fi
  sleep 1
done
kill "$cron" && wait "$cron" 2>/dev/null || true
cron=
sleep 1

expected=$(printf '%s\n' "$folder" --quiet refresh "--notify-command=cat > '100% \$done'" --keep=3 'mail: me+50%@example.org')
seen=$(head -n 6 "$folder/seen" 2>/dev/null || true)
if [ "$seen" != "$expected" ]; then
  printf 'cron did not run what was asked for.\nexpected:\n%s\nseen:\n%s\nlog:\n%s\n' "$expected" "$seen" \
    "$(cat "$folder/refloom-cron-test.log" 2>&1)" >&2
  exit 1
fi

if "$program" refresh --help >/dev/null 2>&1; then
  if [ "$(cat "$folder/ended")" != 0 ]; then
    printf 'the refresh ended with %s:\n%s\n' "$(cat "$folder/ended")" "$(cat "$folder/refloom-cron-test.log")" >&2
    exit 1
  fi
  "$program" --quiet check "$folder/output/latest" >/dev/null
else
  echo "skipped: this program has no refresh to look into" >&2
fi

schedule --uninstall
[ "$(crontab -l)" = "$before" ] || { echo "the crontab is not what it was" >&2; crontab -l >&2; exit 1; }
echo "cron ran the refresh in its folder with its arguments and its environment, and the crontab is as it was"
