package io.pgredis.engine;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Nil;
import io.pgredis.testing.Reply.Simple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a history of commands on one key could have come from one Redis that runs them
 * one by one, each at some moment between its request and its reply. The search is the one of Wing
 * and Gong with Lowe's memory of what has been tried ("Testing for linearizability", 2017).
 */
final class Linearizability {

  /**
   * A command that was answered.
   *
   * @param command the words without the key
   * @param sentAt before it was sent, by {@link System#nanoTime}
   * @param answeredAt after its reply had been read
   */
  record Call(List<String> command, Reply reply, long sentAt, long answeredAt) {}

  private record Tried(BitSet done, Optional<String> state) {}

  private record Choice(Event event, Optional<String> before) {}

  /** The beginning or end of a call, in a list ordered by time. */
  private static final class Event {
    final int index;
    final Call call;
    final long at;
    Event end;
    Event previous;
    Event next;

    Event(int index, Call call, long at) {
      this.index = index;
      this.call = call;
      this.at = at;
    }

    boolean isEnd() {
      return end == null;
    }

    void remove() {
      previous.next = next;
      if (next != null) {
        next.previous = previous;
      }
    }

    void restore() {
      previous.next = this;
      if (next != null) {
        next.previous = this;
      }
    }
  }

  private Linearizability() {}

  /** Whether there is such an order, from a missing key on. */
  static boolean holds(List<Call> history) {
    Event head = events(history);
    Optional<String> state = Optional.empty();
    var done = new BitSet(history.size());
    Set<Tried> tried = new HashSet<>();
    Deque<Choice> choices = new ArrayDeque<>();
    Event event = head.next;
    while (head.next != null) {
      if (event.isEnd()) {
        // A call has ended and nothing before it may come next: take the last choice back.
        if (choices.isEmpty()) {
          return false;
        }
        Choice last = choices.pop();
        state = last.before;
        done.clear(last.event.index);
        last.event.end.restore();
        last.event.restore();
        event = last.event.next;
        continue;
      }
      Optional<Optional<String>> after = run(event.call, state);
      done.set(event.index);
      if (after.isPresent() && tried.add(new Tried((BitSet) done.clone(), after.get()))) {
        choices.push(new Choice(event, state));
        state = after.get();
        event.remove();
        event.end.remove();
        event = head.next;
      } else {
        done.clear(event.index);
        event = event.next;
      }
    }
    return true;
  }

  private static Event events(List<Call> history) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Call call = history.get(i);
      var begin = new Event(i, call, call.sentAt());
      begin.end = new Event(i, call, call.answeredAt());
      events.add(begin);
      events.add(begin.end);
    }
    events.sort((a, b) -> Long.compare(a.at, b.at));
    var head = new Event(-1, null, Long.MIN_VALUE);
    Event last = head;
    for (Event event : events) {
      last.next = event;
      event.previous = last;
      last = event;
    }
    return head;
  }

  /** The state after a call, if the call can have had its reply in this state. */
  private static Optional<Optional<String>> run(Call call, Optional<String> state) {
    List<String> command = call.command();
    Reply value = state.<Reply>map(Bulk::new).orElse(Nil.BULK);
    return switch (command.getFirst()) {
      case "GET" -> when(call, value, state);
      case "SET" -> when(call, new Simple("OK"), Optional.of(command.get(1)));
      case "SETNX" ->
          state.isPresent()
              ? when(call, new Int(0), state)
              : when(call, new Int(1), Optional.of(command.get(1)));
      case "GETSET" -> when(call, value, Optional.of(command.get(1)));
      case "GETDEL" -> when(call, value, Optional.empty());
      case "DEL" -> when(call, new Int(state.isPresent() ? 1 : 0), Optional.empty());
      case "INCR" -> {
        long next = Long.parseLong(state.orElse("0")) + 1;
        yield when(call, new Int(next), Optional.of(Long.toString(next)));
      }
      default -> throw new IllegalArgumentException(command.toString());
    };
  }

  private static Optional<Optional<String>> when(
      Call call, Reply reply, Optional<String> newState) {
    return call.reply().equals(reply) ? Optional.of(newState) : Optional.empty();
  }
}
