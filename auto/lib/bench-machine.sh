# Tells what auto/bench measured on; to be sourced. Linux only, as the numbers of a server are.

# The mean time of a write of 4 kB that waits for the disk.
fsync_ms() {
  local writes=500 seconds
  seconds=$(LC_ALL=C dd if=/dev/zero of="$work/fsync" bs=4k count=$writes oflag=dsync 2>&1 |
    awk '/copied/ { for (i = 1; i < NF; i++) if ($(i + 1) ~ /^s,?$/) print $i }')
  rm -f "$work/fsync"
  awk -v s="$seconds" -v n=$writes 'BEGIN { printf "%.2f", s * 1000 / n }'
}

file_system() { df --output=fstype "$work" | tail -n 1; }

# Says when the numbers will not be worth much.
warn_of_noise() {
  local load
  read -r load _ </proc/loadavg
  if [ "${load%.*}" -ge 1 ]; then
    echo "WARNING: the machine is busy (load $load): the numbers will be noise" >&2
  fi
  if [ "$(file_system)" = tmpfs ]; then
    echo "WARNING: $disk is in memory, where a sync costs nothing: use --directory" >&2
  fi
  load_before=$load
}

fact() { printf '%-22s %s\n' "$1" "$2"; }

machine_facts() {
  local processor memory
  processor=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
  memory=$(awk '/^MemTotal:/ { printf "%.0f GB", $2 / 1024 / 1024 }' /proc/meminfo)
  fact Date "$(date +%Y-%m-%d), load average before the start $load_before"
  fact Revision "$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)"
  fact Machine "$(nproc) cores, ${processor:-$(uname -m)}, $memory"
  fact Kernel "$(uname -sr)"
  fact Disk "$(file_system), a synced write of 4 kB takes $(fsync_ms) ms"
  fact Redis "$(redis-server --version | sed 's/.* v=\([^ ]*\).*/\1/'), appendonly yes, appendfsync always"
  fact PostgreSQL "$(cat "$work"/pgredis/pg[0-9][0-9]/PG_VERSION), ${postgres_bin:-the embedded one}, durable"
  fact Java "$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n '2s/.*Runtime Environment //p')"
  fact Runs "median of $runs alternating runs of about $seconds s, $KEYS keys"
  fact "Idle memory" "$idle_mb MB after the start, $loaded_mb MB after the load (pgredis alone)"
  fact "Start" "$start_ms ms on a running PostgreSQL, $start_embedded_ms ms with the embedded one"
}
