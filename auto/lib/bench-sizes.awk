# Makes a table of commands by the size of the collection, out of the runs that bench-table.awk describes.

{
  split($1, part, "@")
  if (!(part[1] in known)) {
    known[part[1]] = 1
    name[++names] = part[1]
  }
  n = ++runs[$1]
  rates[$1, n] = $5
  p50s[$1, n] = $6
}

function median(values, test,    n, i, j, v, sorted) {
  n = runs[test]
  for (i = 1; i <= n; i++) {
    v = values[test, i] + 0
    for (j = i - 1; j > 0 && sorted[j] > v; j--) sorted[j + 1] = sorted[j]
    sorted[j + 1] = v
  }
  return n == 0 ? 0 : sorted[int((n + 1) / 2)]
}

function cell(test) { return sprintf("%.0f/s, %.2f ms", median(rates, test), median(p50s, test)) }

function row(a, b, c, d) {
  if (form == "markdown") printf "| %s | %s | %s | %s |\n", a, b, c, d
  else printf "%-16s %20s %20s %20s\n", a, b, c, d
}

END {
  row("10 clients", "1e3 elements", "1e5", "1e6")
  if (form == "markdown") print "|---|--:|--:|--:|"
  for (i = 1; i <= names; i++) {
    row(toupper(name[i]), cell(name[i] "@1000"), cell(name[i] "@100000"), cell(name[i] "@1000000"))
  }
}
