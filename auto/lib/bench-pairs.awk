# Makes a table of two servers, base and main, out of the runs that bench-table.awk describes.

{
  scenario = $1 " " $2 " " $3
  if (!(scenario in known)) {
    known[scenario] = ++scenarios
    name[scenarios] = label($1, $2, $3)
    key[scenarios] = scenario
  }
  run = ++runs[scenario, $4]
  for (column = 5; column <= 8; column++) value[scenario, $4, column, run] = $column
}

function label(test, clients, pipeline) {
  return toupper(test) (pipeline == 1 ? "" : ", -P " pipeline)
}

function median(scenario, server, column,    n, i, j, v, sorted) {
  n = runs[scenario, server]
  for (i = 1; i <= n; i++) {
    v = value[scenario, server, column, i] + 0
    for (j = i - 1; j > 0 && sorted[j] > v; j--) sorted[j + 1] = sorted[j]
    sorted[j + 1] = v
  }
  if (n == 0) return 0
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function rate(number,    digits, grouped) {
  digits = sprintf("%.0f", number)
  while (length(digits) > 3) {
    grouped = "," substr(digits, length(digits) - 2) grouped
    digits = substr(digits, 1, length(digits) - 3)
  }
  return digits grouped
}

function latencies(scenario, server) {
  return sprintf("%.2f / %.2f", median(scenario, server, 6), median(scenario, server, 7))
}

function ratio(a, b) { return b > 0 ? sprintf("%.2f", a / b) : "-" }


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
