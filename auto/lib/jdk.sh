# Sets JAVA_HOME to a JDK 25 or newer, or stops. Source it.

jdk_release() {
  "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'
}

find_jdk() {
  local candidates=() candidate release
  [ -n "${JAVA_HOME:-}" ] && candidates+=("$JAVA_HOME")
  command -v java >/dev/null && candidates+=("$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")")
  candidates+=(/usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/*)
  for candidate in "${candidates[@]}"; do
    [ -x "$candidate/bin/javac" ] || continue
    release=$(jdk_release "$candidate")
    if [ "${release:-0}" -ge 25 ]; then
      export JAVA_HOME="$candidate"
      return
    fi
  done
  echo "A JDK 25 or newer is needed: install one, or set JAVA_HOME." >&2
  exit 1
}

find_jdk
