# Reads the runs of auto/bench, and what both tables are made with. Each line of the input is one run:
#   test clients pipeline server requests-per-second p50-ms p99-ms commands-per-batch
# form=text aligns the columns of a table, form=markdown writes a Markdown table.

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
