# Makes sure that redis-server, redis-cli and redis-benchmark are there; to be sourced. Installs
# Debian's packages when root runs this where apt-get exists.

redis_is_complete() {
  local program
  for program in redis-server redis-cli redis-benchmark; do
    command -v "$program" >/dev/null || return 1
  done
}

if ! redis_is_complete && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Redis from the distribution's packages" >&2
  # Debian would start the service that the package brings; nobody asked for it.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    policy_is_ours=yes
  fi
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends redis-server redis-tools; } >&2 || true
  [ -z "${policy_is_ours:-}" ] || rm -f "$policy"
fi
if ! redis_is_complete; then
  echo "this needs redis-server, redis-cli and redis-benchmark on the PATH:" \
    "install redis-server and redis-tools" >&2
  exit 1
fi
