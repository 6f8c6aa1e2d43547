package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Help;
import io.pgredis.metrics.LatencyMonitor;
import io.pgredis.metrics.LatencyMonitor.Sample;
import io.pgredis.metrics.LatencyMonitor.Series;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/**
 * LATENCY: which commands took long, and how long commands take. A spike is noted from {@code
 * latency-monitor-threshold} milliseconds on, of this instance's commands.
 */
public final class LatencyFamily implements Family {
  /** The first bound of the histogram, in nanoseconds; each further one is twice the last. */
  private static final long FIRST_BOUND_NANOS = 1024;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.container("latency", "2.8.13")
            .summary("Looks at how long commands take.")
            .sub(
                watching("doctor", 2)
                    .summary("Says in words what was slow.")
                    .run(LatencyFamily::doctor))
            .sub(
                watching("graph", 3)
                    .summary("Draws the spikes of an event.")
                    .syntax("event")
                    .run(LatencyFamily::graph))
            .sub(
                watching("histogram", -2)
                    .since("7.0.0")
                    .complexity(
                        "O(N) where N is the number of commands with latency information being"
                            + " retrieved.")
                    .summary("Answers how many calls of commands took up to how long.")
                    .syntax("[command...]")
                    .run(LatencyFamily::histogram))
            .sub(
                watching("history", 3)
                    .summary("Answers the spikes of an event.")
                    .syntax("event")
                    .run(LatencyFamily::history))
            .sub(
                watching("latest", 2)
                    .summary("Answers the last spike of each event.")
                    .run(LatencyFamily::latest))
            .sub(
                ServerCommands.administrative("reset", -2)
                    .since("2.8.13")
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .summary("Forgets the spikes of events, or of all.")
                    .syntax("[event...]")
                    .run(LatencyFamily::reset))
            .sub(ServerCommands.help("2.8.13", context -> help())));
  }

  private static Command.Builder watching(String name, int arity) {
    return ServerCommands.administrative(name, arity)
        .since("2.8.13")
        .tips("nondeterministic_output", "request_policy:all_nodes", "response_policy:special");
  }

  private static LatencyMonitor monitor(Context context) {
    return context.services().latency();
  }

  private static Reply latest(Context context, Args args) {
    List<Reply> events = new ArrayList<>();
    for (Map.Entry<String, Series> event : monitor(context).all().entrySet()) {
      Sample latest = event.getValue().latest();
      events.add(
          Reply.array(
              Reply.bulk(event.getKey()),
              Reply.integer(latest.timeSeconds()),
              Reply.integer(latest.millis()),
              Reply.integer(event.getValue().maxMillis())));
    }
    return Reply.array(events);
  }

  private static Reply history(Context context, Args args) {
    return Reply.array(
        monitor(context).series(args.text(2)).samples().stream()
            .map(
                sample ->
                    Reply.array(
                        Reply.integer(sample.timeSeconds()), Reply.integer(sample.millis())))
            .toList());
  }

  private static Reply graph(Context context, Args args) {
    String event = args.textToZero(2);
    Series series = monitor(context).series(event);
    if (series.samples().isEmpty()) {
      throw new CommandError("ERR No samples available for event '" + event + "'");
    }
    LatencyGraph graph = new LatencyGraph(series.samples(), System.currentTimeMillis() / 1000);
    return Reply.verbatim(graph.draw(event, series.maxMillis()));
  }

  private static Reply reset(Context context, Args args) {
    if (args.count() == 2) {
      return Reply.integer(monitor(context).resetAll());
    }
    int count = 0;
    for (int i = 2; i < args.count(); i++) {
      count += monitor(context).reset(args.text(i)) ? 1 : 0;
    }
    return Reply.integer(count);
  }

  private static Reply doctor(Context context, Args args) {
    if (context.services().config().latencyMonitorThreshold.get() == 0) {
      return Reply.verbatim(
          "Spikes are not noted. CONFIG SET latency-monitor-threshold <milliseconds> switches that on.\n");
    }
    Map<String, Series> all = monitor(context).all();
    if (all.isEmpty()) {
      return Reply.verbatim("No spike has been seen: all is well.\n");
    }
    StringBuilder report = new StringBuilder("These events were slower than they should be:\n\n");
    int number = 1;
    for (Map.Entry<String, Series> event : all.entrySet()) {
      List<Sample> samples = event.getValue().samples();
      double mean = samples.stream().mapToLong(Sample::millis).average().orElse(0);
      report.append(
          "%d. %s: %d spikes, %.0f ms on average, %d ms at worst\n"
              .formatted(
                  number++, event.getKey(), samples.size(), mean, event.getValue().maxMillis()));
    }
    report.append("\nSLOWLOG GET shows which commands they were.\n");
    return Reply.verbatim(report.toString());
  }

  private static Reply histogram(Context context, Args args) {
    Collection<Command> commands = new ArrayList<>();
    if (args.count() == 2) {
      commands.addAll(context.services().commands().flat());
    }
    for (int i = 2; i < args.count(); i++) {
      Command command = context.services().commands().find(args.text(i));
      if (command != null) {
        commands.add(command);
        commands.addAll(command.subcommands().values());
      }
    }
    List<Reply> flat = new ArrayList<>();
    for (Command command : commands) {
      command
          .stats()
          .times()
          .ifPresent(
              times -> {
                flat.add(Reply.bulk(command.fullName()));
                flat.add(distribution(times));
              });
    }
    return Reply.map(flat);
  }

  /** Bounds in microseconds, and how many calls took up to each. */
  private static Reply distribution(AbstractHistogram times) {
    List<Reply> buckets = new ArrayList<>();
    long before = 0;
    for (long bound = FIRST_BOUND_NANOS; before < times.getTotalCount(); bound *= 2) {
      long calls = times.getCountBetweenValues(0, bound);
      if (calls > before) {
        buckets.add(Reply.integer(times.highestEquivalentValue(bound) / 1000));
        buckets.add(Reply.integer(calls));
      }
      before = calls;
    }
    return Reply.map(
        Reply.bulk("calls"),
        Reply.integer(times.getTotalCount()),
        Reply.bulk("histogram_usec"),
        Reply.map(buckets));
  }

  private static Reply help() {
    return Help.of(
        "latency",
        "DOCTOR",
        "    Says in words what was slow.",
        "GRAPH <event>",
        "    Draws the spikes of an event.",
        "HISTOGRAM [<command> ...]",
        "    Answers how many calls of these commands, or of all, took up to how long.",
        "HISTORY <event>",
        "    Answers the spikes of an event: time and milliseconds.",
        "LATEST",
        "    Answers the last spike of each event, and the worst.",
        "RESET [<event> ...]",
        "    Forgets the spikes of these events, or of all.");
  }
}
