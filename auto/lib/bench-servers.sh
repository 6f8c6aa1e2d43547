# Starts, fills and stops the servers that auto/bench compares; to be sourced. Needs root, work, out
# and KEYS, and finish() of auto/bench to call stop_all.

declare -A port pid

# What is measured are the defaults, whatever this shell's environment says.
unset DATABASE_URL MAX_CONNECTIONS REQUIREPASS PGUSER PGPASSWORD

readonly START_SECONDS=120
readonly STOP_SECONDS=30

# free_port: a port of the loopback interface that nobody listens on.
free_port() {
  local candidate
  while true; do
    candidate=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

# answers PORT: whether a server there answers commands already.
answers() {
  local reply=
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'PING\r\n' >&3
  IFS= read -r -t 2 reply <&3 || true
  exec 3>&-
  [ -n "$reply" ] && [[ $reply != -LOADING* ]]
}

# until_ready NAME: waits until the server answers.
until_ready() {
  local deadline=$((SECONDS + START_SECONDS))
  until answers "${port[$1]}"; do
    if ! kill -0 "${pid[$1]}" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      echo "$1 did not start:" >&2
      tail -n 20 "$out/$1.log" >&2
      exit 1
    fi
    sleep 0.01
  done
}

start_redis() {
  mkdir "$work/redis"
  port[redis]=$(free_port)
  # Its append-only file is its durability; snapshots on top of it would only slow it down.
  redis-server --bind 127.0.0.1 --port "${port[redis]}" --dir "$work/redis" \
    --appendonly yes --appendfsync always --save '' >"$out/redis.log" 2>&1 &
  pid[redis]=$!
  until_ready redis
}

# start_pgredis NAME [JVM OPTION]: with a PostgreSQL of its own; needs postgres_bin, which may be empty.
start_pgredis() {
  port[$1]=${port[$1]:-$(free_port)}
  PGREDIS_JAVA_OPTIONS="${PGREDIS_JAVA_OPTIONS:-} ${2:-}" "$root/auto/run" \
    --port "${port[$1]}" --data-dir "$work/$1" ${postgres_bin:+--postgres-bin "$postgres_bin"} \
    >>"$out/$1.log" 2>&1 &
  pid[$1]=$!
  until_ready "$1"
}

# start_beside NAME OTHER: one more instance, on the PostgreSQL that OTHER runs.
start_beside() {
  local cluster password
  cluster=$(echo "$work/$2"/pg[0-9][0-9])
  password=$(cat "$work/$2/password")
  port[$1]=${port[$1]:-$(free_port)}
  DATABASE_URL="postgres://pgredis:$password@127.0.0.1:$(sed -n 4p "$cluster/postmaster.pid")/postgres" \
    "$root/auto/run" --port "${port[$1]}" >>"$out/$1.log" 2>&1 &
  pid[$1]=$!
  until_ready "$1"
}

stop_server() {
  local process=${pid[$1]:-} deadline=$((SECONDS + STOP_SECONDS))
  [ -n "$process" ] || return 0
  unset "pid[$1]"
  kill "$process" 2>/dev/null || true
  while kill -0 "$process" 2>/dev/null; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "$1 does not stop in $STOP_SECONDS s: killing it" >&2
      kill -KILL "$process" 2>/dev/null || true
    fi
    sleep 0.05
  done
  wait "$process" 2>/dev/null || true
}

stop_all() {
  local name
  for name in "${!pid[@]}"; do
    stop_server "$name"
  done
}

# fill NAME: gives every key that redis-benchmark may pick a value, so that each GET finds one.
fill() {
  local answers
  answers=$(awk -v keys="$KEYS" 'BEGIN {
    for (i = 0; i < keys; i++) {
      if (i % 100 == 0) printf "%sMSET", i ? "\n" : ""
      printf " key:%012d xxx counter:%012d 0", i, i
    }
    print ""
  }' | redis-cli -p "${port[$1]}" | sort | uniq -c | xargs)
  if [ "$answers" != "$((KEYS / 100)) OK" ]; then
    echo "filling $1 failed: $answers" >&2
    exit 1
  fi
}

# count_batches NAME: pgredis counts its batches from now on.
count_batches() { redis-cli -p "${port[$1]}" CONFIG RESETSTAT >/dev/null; }

# commands_per_batch NAME TEST: the mean since count_batches; 0 for a server without batches.
commands_per_batch() {
  local kind=write
  case "$2" in
    get | hgetall | lrange_* | hget@* | sismember@* | l[ir]*@* | zscore@* | zr*@* | zcount@* | hscan@*) kind=read ;;
  esac
  redis-cli -p "${port[$1]}" INFO pgredis | tr -d '\r' |
    awk -F: -v field="${kind}_batch_commands_avg" '$1 == field { n = $2 } END { print n + 0 }'
}

# resident_mb PID: the memory of that one process.
resident_mb() { awk '/^VmRSS:/ { print int($2 / 1024 + 0.5) }' "/proc/$1/status"; }

# median NUMBER...
median() { printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

milliseconds() { echo $((${EPOCHREALTIME//[!0-9]/} / 1000)); }

# measure_starts: sets start_ms and start_embedded_ms, from the command to the first answer: with
# a PostgreSQL that runs already, and with the embedded one, which has to start too.
measure_starts() {
  local i began times=() embedded_times=()
  for i in 1 2 3; do
    began=$(milliseconds)
    start_beside beside pgredis
    times+=($(($(milliseconds) - began)))
    stop_server beside
  done
  for i in 1 2 3; do
    stop_server pgredis
    began=$(milliseconds)
    start_pgredis pgredis
    embedded_times+=($(($(milliseconds) - began)))
  done
  start_ms=$(median "${times[@]}")
  start_embedded_ms=$(median "${embedded_times[@]}")
}
