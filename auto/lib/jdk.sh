# Finds a JDK 25 or newer and exports JAVA_HOME; to be sourced. Says in one line when there is none.
#
# Looked at in this order: JAVA_HOME, the usual folders, `java` on the PATH.

# Prints the major version that a JDK's own `release` file names; nothing when it is no JDK.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_is_new_enough() {
  local major
  major=$(jdk_major "$1")
  [ -n "$major" ] && [ "$major" -ge 25 ]
}

jdk_find() {
  local home java
  for home in "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/lib/jvm/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && jdk_is_new_enough "$home"; then
      echo "$home"
      return 0
    fi
  done
  if java=$(command -v java); then
    java=$(readlink -f "$java")
    home=${java%/bin/java}
    if jdk_is_new_enough "$home"; then
      echo "$home"
      return 0
    fi
  fi
  return 1
}

if ! JAVA_HOME=$(jdk_find); then
  echo "pgredis needs a JDK 25: install one (for example Temurin 25) and set JAVA_HOME to it" >&2
  exit 1
fi
export JAVA_HOME
# Maven's own libraries use what newer JDKs warn about.
export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
