package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.ListEnd;
import io.pgredis.keyspace.ListView;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.WrongType;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * SORT and SORT_RO: the elements of a list, a set or a sorted set in order, by themselves or by
 * what other keys say of them (BY); answered as they are or replaced by what other keys hold (GET);
 * SORT can leave the answer in a list (STORE).
 */
public final class SortFamily implements Family {
  /** What the names that patterns give may take together before they are looked up. */
  private static final long SLICE_BYTES = 4L << 20;

  /** What a name takes besides its bytes, about. */
  private static final int NAME_BYTES = 128;

  private static final String NO_NUMBER = "ERR One or more scores can't be converted into double";
  private static final String COMPLEXITY =
      "O(N+M*log(M)) where N is the number of elements and M the number of those answered";
  private static final String SYNTAX =
      "key [BY pattern:pattern] [LIMIT (offset:integer count:integer)] [GET pattern:pattern]..."
          + " order:[ASC | DESC] [ALPHA]";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        sort("sort", Flag.WRITE, Flag.DENYOOM)
            .key(
                unknown(OW, UPDATE)
                    .withNotes(
                        "For the optional STORE keyword. It is marked 'unknown' because the keyword"
                            + " can appear anywhere in the argument array"))
            .keys(SortFamily::findKeys)
            .since("1.0.0")
            .summary("Sorts a list, a set or a sorted set, and may store the result.")
            .syntax(SYNTAX + " [STORE destination:key]")
            .run((context, args) -> sort(context, SortQuery.parse(args, true))),
        sort("sort_ro", Flag.READONLY)
            .keys((args, positions) -> findOnlyKey(args, positions))
            .since("7.0.0")
            .summary("Sorts a list, a set or a sorted set without storing the result.")
            .syntax(SYNTAX)
            .run((context, args) -> sort(context, SortQuery.parse(args, false))));
  }

  private static Command.Builder sort(String name, Flag... flags) {
    return Command.named(name, -2)
        .group(Group.GENERIC)
        .flags(flags)
        .categories("set", "sortedset", "list", "dangerous")
        .key(KeySpec.at(1, RO, ACCESS))
        .key(
            unknown(RO, ACCESS)
                .withNotes(
                    "For the optional BY/GET keyword. It is marked 'unknown' because the key names"
                        + " derive from the content of the key we sort"))
        .complexity(COMPLEXITY);
  }

  private static KeySpec unknown(KeySpec.KeyFlag... flags) {
    return new KeySpec(
        new KeySpec.Begin.Unknown(),
        new KeySpec.Find.Unknown(),
        EnumSet.copyOf(List.of(flags)),
        "");
  }

  private static boolean findOnlyKey(byte[][] args, KeySpec.Positions positions) {
    positions.accept(1);
    return args.length > 1;
  }

  /** The key to sort, and the last one to store to. */
  private static boolean findKeys(byte[][] args, KeySpec.Positions positions) {
    positions.accept(1);
    int store = 0;
    for (int i = 2; i < args.length; i++) {
      if (Args.equalsIgnoreCase(args[i], "LIMIT")) {
        i += 2;
      } else if (Args.equalsIgnoreCase(args[i], "GET") || Args.equalsIgnoreCase(args[i], "BY")) {
        i++;
      } else if (Args.equalsIgnoreCase(args[i], "STORE") && i + 1 < args.length) {
        store = ++i;
      }
    }
    if (store > 0) {
      positions.accept(store);
    }
    return true;
  }

  private static Reply sort(Context context, SortQuery query) {
    Entry source = context.key(query.key());
    context.lookedUp();
    ValueType type = source.type();
    // The elements of a set have no order of their own that could be stored.
    boolean ordered = type != ValueType.SET || query.store().isEmpty();
    boolean sorts = !query.isUnsorted() || !ordered;
    List<byte[]> elements;
    if (sorts) {
      elements = query.limit(sorted(context, query, elements(source, type), query.isUnsorted()));
    } else {
      elements = unsorted(source, type, query);
    }
    List<Optional<byte[]>> result = result(context, query, elements);
    return query.store().isPresent()
        ? store(context.key(query.store().get()), result)
        : Reply.array(
            result.stream().map(value -> value.map(Reply::bulk).orElse(Reply.NULL)).toList());
  }

  /**
   * What LIMIT leaves of the elements as they stand; no others are read of a list or sorted set.
   */
  private static List<byte[]> unsorted(Entry source, ValueType type, SortQuery query) {
    return switch (type) {
      case LIST -> {
        ListView list = source.list();
        SortQuery.Part part = query.part(list.size());
        yield query.descending()
            ? list.range(list.size() - part.to(), list.size() - part.from()).reversed()
            : list.range(part.from(), part.to());
      }
      case ZSET -> {
        SortedSetView set = source.sortedSet();
        SortQuery.Part part = query.part(set.size());
        long first = query.descending() ? set.size() - part.to() : part.from();
        yield set.slice(first, part.to() - part.from(), query.descending()).stream()
            .map(ScoredMember::member)
            .toList();
      }
      default -> query.limit(elements(source, type));
    };
  }

  private static List<byte[]> elements(Entry source, ValueType type) {
    return switch (type) {
      case NONE -> List.of();
      case LIST -> source.list().range(0, source.list().size());
      case SET -> source.set().members();
      case ZSET -> {
        SortedSetView set = source.sortedSet();
        yield set.slice(0, set.size(), false).stream().map(ScoredMember::member).toList();
      }
      case STRING, HASH, STREAM -> throw new WrongType(source.name());
    };
  }

  private static List<byte[]> sorted(
      Context context, SortQuery query, List<byte[]> elements, boolean byThemselves) {
    boolean alpha = query.alpha() || byThemselves;
    Optional<SortPattern> by = byThemselves ? Optional.empty() : query.by();
    List<SortOrder> order = new ArrayList<>(elements.size());
    bySlices(
        context,
        by.stream().toList(),
        elements,
        element -> {
          Optional<byte[]> weight =
              by.isPresent() ? by.get().value(context, element) : Optional.of(element);
          order.add(
              alpha
                  ? new SortOrder(element, 0, weight.orElse(null))
                  : new SortOrder(element, weight.map(SortFamily::number).orElse(0.0), null));
        });
    // Only now: the keys of all elements are looked up, also if one holds no number.
    if (!alpha && order.stream().anyMatch(element -> Double.isNaN(element.number()))) {
      throw new CommandError(NO_NUMBER);
    }
    Comparator<SortOrder> comparator =
        !alpha
            ? SortOrder.BY_NUMBER
            : query.store().isPresent() ? SortOrder.BY_BYTES : SortOrder.BY_TEXT;
    order.sort(query.descending() ? comparator.reversed() : comparator);
    return order.stream().map(SortOrder::element).toList();
  }

  /** The number that a text says, which is never NaN; NaN if it says none. */
  private static double number(byte[] text) {
    return SortNumber.parse(text).orElse(Double.NaN);
  }

  private static List<Optional<byte[]>> result(
      Context context, SortQuery query, List<byte[]> elements) {
    if (query.get().isEmpty()) {
      return elements.stream().map(Optional::of).toList();
    }
    List<Optional<byte[]>> result = new ArrayList<>(elements.size() * query.get().size());
    bySlices(
        context,
        query.get(),
        elements,
        element -> {
          for (SortPattern pattern : query.get()) {
            result.add(pattern.value(context, element));
          }
        });
    return result;
  }

  /**
   * Gives out elements in their order, having loaded at once what the patterns name for a slice of
   * them. The names of all may be many times as long as the command.
   */
  private static void bySlices(
      Context context,
      List<SortPattern> patterns,
      List<byte[]> elements,
      Consumer<byte[]> consumer) {
    int at = 0;
    while (at < elements.size()) {
      List<Entry> entries = new ArrayList<>();
      long bytes = 0;
      int end = at;
      while (end < elements.size() && bytes < SLICE_BYTES) {
        byte[] element = elements.get(end++);
        for (SortPattern pattern : patterns) {
          Optional<Entry> entry = pattern.entry(context, element);
          entry.ifPresent(entries::add);
          bytes += entry.map(named -> named.name().length + NAME_BYTES).orElse(0);
        }
      }
      context.data().prefetch(entries);
      elements.subList(at, end).forEach(consumer);
      context.data().forget(entries);
      at = end;
    }
  }

  private static Reply store(Entry target, List<Optional<byte[]>> result) {
    target.delete();
    ListView list = target.list();
    for (Optional<byte[]> value : result) {
      list.push(ListEnd.TAIL, value.orElseGet(() -> new byte[0]));
    }
    return Reply.integer(result.size());
  }
}
