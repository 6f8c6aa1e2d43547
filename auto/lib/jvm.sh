# Sets JVM_OPTIONS, the options that pgredis's JVM is started with; to be sourced after jdk.sh.
# Classes come from an archive that the first run leaves behind at its end: a third less CPU to
# start. auto/build removes it.
JVM_OPTIONS=(
  "@$root/auto/lib/java-options"
  -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$root/target/pgredis.jsa"
  -Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:aot=off
)
if [ -n "${PGREDIS_JAVA_OPTIONS:-}" ]; then
  read -r -a extra_options <<<"$PGREDIS_JAVA_OPTIONS"
  JVM_OPTIONS+=("${extra_options[@]}")
fi
# glibc would otherwise keep up to eight memory pools per processor.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
