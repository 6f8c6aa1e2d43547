# Makes a table of two servers, base and main, out of the runs that bench-runs.awk reads.

function label(test, clients, pipeline) {
  return toupper(test) (pipeline == 1 ? "" : ", -P " pipeline)
}

function row(a, b, c, d, e, f, g) {
  if (form == "markdown") {
    printf "| %s | %s | %s | %s | %s | %s | %s |\n", a, b, c, d, e, f, g
  } else {
    printf "%-24s %12s %14s %12s %16s %10s %9s\n", a, b, c, d, e, f, g
  }
}

END {
  row("50 clients", base "/s", "p50 / p99 ms", main "/s", "p50 / p99 ms", "of " base, "per batch")
  if (form == "markdown") print "|---|--:|--:|--:|--:|--:|--:|"
  for (n = 1; n <= scenarios; n++) {
    b = median(key[n], base, 5)
    m = median(key[n], main, 5)
    row(name[n], rate(b), latencies(key[n], base), rate(m), latencies(key[n], main), ratio(m, b),
      sprintf("%.1f", median(key[n], main, 8)))
  }
}
