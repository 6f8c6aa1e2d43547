# Makes the table of strings, out of the runs that bench-runs.awk reads.

function label(test, clients, pipeline) {
  return toupper(test) ", " clients (clients == 1 ? " client" : " clients") \
    (pipeline == 1 ? "" : ", -P " pipeline)
}

function row(a, b, c, d, e, f, g, h, i) {
  if (form == "markdown") {
    printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", a, b, c, d, e, f, g, h, i
  } else {
    printf "%-24s %9s %14s %10s %16s %9s %9s %13s %9s\n", a, b, c, d, e, f, g, h, i
  }
}

END {
  row("Scenario", "Redis/s", "p50 / p99 ms", "pgredis/s", "p50 / p99 ms", "of Redis",
    "per batch", "one by one/s", "batching")
  if (form == "markdown") print "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
  for (n = 1; n <= scenarios; n++) {
    redis = median(key[n], "redis", 5)
    pgredis = median(key[n], "pgredis", 5)
    single = median(key[n], "single", 5)
    row(name[n], rate(redis), latencies(key[n], "redis"), rate(pgredis),
      latencies(key[n], "pgredis"), ratio(pgredis, redis),
      sprintf("%.1f", median(key[n], "pgredis", 8)), rate(single), ratio(pgredis, single) "x")
  }
}
