# Makes a table of commands by the size of the collection, out of the runs that bench-runs.awk reads.

function label(test, clients, pipeline) { return test }

function cell(test) {
  return sprintf("%.0f/s, %.2f ms", median(scenario_of[test], "pgredis", 5), median(scenario_of[test], "pgredis", 6))
}

function row(a, b, c, d) {
  if (form == "markdown") printf "| %s | %s | %s | %s |\n", a, b, c, d
  else printf "%-16s %20s %20s %20s\n", a, b, c, d
}

END {
  for (n = 1; n <= scenarios; n++) {
    scenario_of[name[n]] = key[n]
    split(name[n], part, "@")
    if (!(part[1] in seen)) {
      seen[part[1]] = 1
      command[++commands] = part[1]
    }
  }
  row("10 clients", "1e3 elements", "1e5", "1e6")
  if (form == "markdown") print "|---|--:|--:|--:|"
  for (i = 1; i <= commands; i++) {
    row(toupper(command[i]), cell(command[i] "@1000"), cell(command[i] "@100000"), cell(command[i] "@1000000"))
  }
}
