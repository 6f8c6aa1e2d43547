# What auto/bench measures: the tests of each mode, their commands, and what they need to find. To be
# sourced; needs mode and only.

readonly PREPARED_AT_ONCE=500 # elements in one command

# choose_tests: sets tests, servers, rivals (the one that counts as 1, the one measured), table and warm_depth.
choose_tests() {
  local test known
  rivals="redis pgredis" table=pairs warm_depth=1
  case "$mode" in
    strings)
      known="get set incr mset" tests="get set incr"
      servers="redis pgredis single" table=table warm_depth=16
      ;;
    defaults)
      tests="ping set get incr lpush rpush lpop rpop sadd hset spop zadd zpopmin
        lrange_100 lrange_300 lrange_500 lrange_600 mset mixed"
      known=$tests servers="redis pgredis"
      ;;
    packed)
      tests="hset_one hgetall create" known="hset_one hgetall create"
      servers="pgredis spread" rivals="spread pgredis"
      ;;
    sizes)
      tests=
      for test in $SIZED_TESTS; do
        tests+=" $test@1000 $test@100000 $test@1000000"
      done
      known="$tests" servers=pgredis table=sizes
      ;;
  esac
  [ -z "$only" ] || tests=$only
  for test in $tests; do
    case " $(echo $known) " in
      *" $test "*) ;;
      *) echo "unknown test: $test (there are: $(echo $known))" >&2; exit 2 ;;
    esac
  done
}

# warmed_tests: those that warm the servers up. For all but strings each measurement begins with a run that
# does not count and that is enough: what they prepare would take longer than they do.
warmed_tests() {
  case "$mode" in
    strings) echo "$tests" ;;
    defaults | packed) echo "get set" ;;
  esac
}

# scenarios_of TEST: clients : depth of the pipeline.
scenarios_of() {
  case "$mode:$1" in
    strings:*) echo "1:1 50:1 50:16" ;;
    *:mixed) echo "50:16" ;;
    sizes:*) echo "10:1" ;;
    *) echo "50:1" ;;
  esac
}

# command_of TEST: the arguments of redis-benchmark. Those that fill what they read themselves are given
# as plain commands instead.
command_of() {
  case "$1" in
    ping) echo "-t ping_mbulk" ;;
    get | set | incr | mset | lpush | rpush | sadd | hset | zadd) echo "-t $1" ;;
    lpop | rpop) echo "$1 mylist" ;;
    spop) echo "spop myset" ;;
    zpopmin) echo "zpopmin myzset" ;;
    lrange_*) echo "lrange mylist 0 $((${1#lrange_} - 1))" ;;
    hset_one) echo "hset hash:__rand_int__ field5 value" ;;
    hgetall) echo "hgetall hash:__rand_int__" ;;
    create) echo "hset new:__rand_int__$(printf ' field%d value' 0 1 2 3 4 5 6 7 8 9)" ;;
    *@*) sized_command "${1%@*}" "${1#*@}" ;;
  esac
}

# pipe_elements SERVER N COMMAND ELEMENT: the command with N elements, in each of which # is a number from 0
# on, in as many commands as it takes.
pipe_elements() {
  awk -v n="$2" -v at_once=$PREPARED_AT_ONCE -v command="$3" -v element="$4" 'BEGIN {
    parts = split(element, part, "#")
    for (i = 0; i < n; i++) {
      if (i % at_once == 0) printf "%s%s", i ? "\n" : "", command
      number = sprintf("%012d", i)
      printf " %s", part[1]
      for (k = 2; k <= parts; k++) printf "%s%s", number, part[k]
    }
    print ""
  }' | redis-cli -p "${port[$1]}" >>"$out/prepared.txt"
}

# prepare SERVER TEST REQUESTS: what the test needs to find: as many elements as it is going to take.
prepare() {
  case "$2" in
    lpop | rpop)
      redis-cli -p "${port[$1]}" DEL mylist >>"$out/prepared.txt"
      pipe_elements "$1" "$3" "RPUSH mylist" "xxx"
      ;;
    spop)
      redis-cli -p "${port[$1]}" DEL myset >>"$out/prepared.txt"
      pipe_elements "$1" "$3" "SADD myset" "element:#"
      ;;
    zpopmin)
      redis-cli -p "${port[$1]}" DEL myzset >>"$out/prepared.txt"
      pipe_elements "$1" "$3" "ZADD myzset" "0 element:#"
      ;;
    lpush | rpush) redis-cli -p "${port[$1]}" DEL mylist >>"$out/prepared.txt" ;;
    lrange_*)
      redis-cli -p "${port[$1]}" DEL mylist >>"$out/prepared.txt"
      pipe_elements "$1" 10000 "RPUSH mylist" "xxx"
      ;;
    hset_one | hgetall) prepare_hashes "$1" ;;
    sadd) prepare_once "$1" "SADD myset" "element:#" ;;
    hset) prepare_once "$1" "HSET myhash" "element:# value" ;;
    zadd) prepare_once "$1" "ZADD myzset" "0 element:#" ;;
    *@*) prepare_sized "$1" "${2%@*}" "${2#*@}" "$3" ;;
  esac
}

# prepare_once SERVER COMMAND ELEMENT: a collection of all that is going to be added, once for each server:
# else the faster one would soon have nothing left to write, and the other one would.
prepare_once() {
  [ ! -e "$work/$2-of-$1" ] || return 0
  pipe_elements "$1" "$KEYS" "$2" "$3"
  touch "$work/$2-of-$1"
}

# 100,000 hashes of ten fields, once for each server.
prepare_hashes() {
  [ ! -e "$work/hashes-of-$1" ] || return 0
  awk -v n="$KEYS" 'BEGIN {
    for (i = 0; i < n; i++) {
      printf "HSET hash:%012d", i
      for (f = 0; f < 10; f++) printf " field%d value", f
      print ""
    }
  }' | redis-cli -p "${port[$1]}" --pipe >>"$out/prepared.txt"
  touch "$work/hashes-of-$1"
}

# run_mixed SERVER CLIENTS PIPELINE REQUESTS FILE: five kinds of commands at once, each from a fifth of the
# clients. The rate is that of all together, the latencies are the means.
run_mixed() {
  local test pids=() each=$(($4 / 5)) began ended
  client=
  began=${EPOCHREALTIME//[!0-9]/}
  for test in get set incr lpush hset; do
    redis-benchmark -h 127.0.0.1 -p "${port[$1]}" -c $(($2 / 5)) -P "$3" -n "$each" -r "$KEYS" --csv \
      -t "$test" >"$5.$test" 2>>"$out/errors.txt" &
    pids+=($!)
  done
  wait "${pids[@]}"
  ended=${EPOCHREALTIME//[!0-9]/}
  {
    echo '"test","rps"'
    cat "$5".get "$5".set "$5".incr "$5".lpush "$5".hset |
      awk -F, -v n=$((each * 5)) -v micros=$((ended - began)) '!/"rps"/ {
        gsub(/"/, ""); runs++; p50 += $5; p99 += $7
      } END { printf "\"mixed\",\"%.2f\",0,0,\"%.3f\",0,\"%.3f\",0\n", n * 1e6 / micros, p50 / runs, p99 / runs }'
  } >"$5"
}

readonly SIZED_TESTS="hget hset sismember sadd lindex lrange lpush rpop zscore zadd zrangebyscore zpopmin
  zrank zcount zrange hscan spop"

# sized_command TEST SIZE: on a collection of that many elements.
sized_command() {
  local n=$2
  case "$1" in
    hget) echo "hget hash:$n element:__rand_int__" ;;
    hset) echo "hset hash:$n element:__rand_int__ value" ;;
    sismember) echo "sismember set:$n element:__rand_int__" ;;
    sadd) echo "sadd set:$n element:__rand_int__" ;;
    lindex) echo "lindex list:$n $((n / 2))" ;;
    lrange) echo "lrange list:$n $((n / 2)) $((n / 2 + 99))" ;;
    lpush) echo "lpush list:$n value" ;;
    rpop) echo "rpop list:$n" ;;
    zscore) echo "zscore zset:$n element:__rand_int__" ;;
    zadd) echo "zadd zset:$n __rand_int__ element:__rand_int__" ;;
    zrangebyscore) echo "zrangebyscore zset:$n __rand_int__ +inf LIMIT 0 10" ;;
    zpopmin) echo "zpopmin zset:$n" ;;
    zrank) echo "zrank zset:$n element:__rand_int__" ;;
    zcount) echo "zcount zset:$n __rand_int__ +inf" ;;
    zrange) echo "zrange zset:$n $((n / 2)) $((n / 2 + 9))" ;;
    hscan) echo "hscan hash:$n 0 COUNT 10" ;;
    spop) echo "spop set:$n" ;;
  esac
}

# random_range_of TEST: what redis-benchmark's random numbers stay below: elements that exist for a command
# that reads, as many again that do not for one that adds.
random_range_of() {
  case "$1" in
    hset@* | sadd@* | zadd@*) echo $((2 * ${1#*@})) ;;
    *@*) echo "${1#*@}" ;;
    *) echo "$KEYS" ;;
  esac
}

# prepare_sized SERVER TEST SIZE REQUESTS: collections of that size, once; and as many elements more as the
# test is going to take away.
prepare_sized() {
  if [ ! -e "$work/sized-$1-$3" ]; then
    pipe_elements "$1" "$3" "HSET hash:$3" "element:# value"
    pipe_elements "$1" "$3" "SADD set:$3" "element:#"
    pipe_elements "$1" "$3" "RPUSH list:$3" "element:#"
    pipe_elements "$1" "$3" "ZADD zset:$3" "# element:#"
    touch "$work/sized-$1-$3"
  fi
  case "$2" in
    rpop) pipe_elements "$1" "$4" "LPUSH list:$3" "more:#" ;;
    lpush) redis-cli -p "${port[$1]}" LTRIM "list:$3" 0 $(($3 - 1)) >>"$out/prepared.txt" ;;
    zpopmin) pipe_elements "$1" "$4" "ZADD zset:$3" "-# more:#" ;;
    spop) pipe_elements "$1" "$4" "SADD set:$3" "more:#" ;;
  esac
}
