# Installs what tests need, or says that it is missing; to be sourced.

missing=()

# need PACKAGE PURPOSE TEST: makes TEST true by installing PACKAGE if this can be done here.
need() {
  if "$3"; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $1: $2"
    install_package "$1" || true
  fi
  if ! "$3"; then missing+=("$1, $2"); fi
}

# Installs a Debian package without starting the service in it: the tests start what they need.
install_package() {
  local policy=/usr/sbin/policy-rc.d made=false status=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    made=true
  fi
  apt_install "$1" || { apt-get update -q >/dev/null 2>&1 && apt_install "$1"; } || status=$?
  if $made; then rm -f "$policy"; fi
  return "$status"
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1" >/dev/null 2>&1
}

# Names what is missing; in CI that is the end.
end_of_needs() {
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  printf 'MISSING: %s: those tests are skipped\n' "${missing[@]}" >&2
  if [ "${CI:-}" = true ]; then
    echo "with CI=true nothing may be missing" >&2
    exit 1
  fi
}

docker_answers() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }
has_redis() { command -v redis-server >/dev/null || docker_answers; }
has_haproxy() { command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ]; }
has_postgresql_15() { [ -x /usr/lib/postgresql/15/bin/postgres ]; }
