package io.pgredis.keyspace;

import io.pgredis.resp.DoubleFormat;
import io.pgredis.sql.Changes;
import io.pgredis.sql.ElementTable;
import io.pgredis.sql.PlannedSlices;
import io.pgredis.sql.ScoredMember;
import io.pgredis.sql.SortedSetTable;
import io.pgredis.sql.Transaction;
import io.pgredis.sql.ZsetOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A sorted set. Its order is by score, then by the bytes of the member; places in it are {@link
 * ScoredMember}s, and a part of it begins with what is not before one place and ends before another
 * one.
 *
 * <p>Packed it is stored as member, score, member, score … in its order. Spread, its order is that
 * of an index; what a batch reads of its ends is kept, so that fifty ZPOPMIN in a row are one load.
 * A large one is counted by blocks of its order, which makes ranks cheap: the head of its key's row
 * is 1 then.
 */
public final class SortedSetView extends KeyedView<Double> {
  /** A bit of the encoding's code. */
  private static final int SKIPLIST = 1;

  private final BlockCounts blocks = new BlockCounts(this);
  private final SortedSetOrder order = new SortedSetOrder(this, blocks);

  /**
   * A page of ZSCAN.
   *
   * @param members its members
   * @param next the cursor of the next page, 0 at the end
   */
  public record MemberPage(List<ScoredMember> members, long next) {}

  SortedSetView(Entry entry) {
    super(entry);
  }

  /** The score of a member; empty if there is no such member. */
  public OptionalDouble score(byte[] member) {
    Double score = find(member);
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  /**
   * Adds a member or changes its score.
   *
   * @param score not NaN
   * @return whether it is new
   */
  public boolean put(byte[] member, double score) {
    Double before = find(member);
    if (before != null && before == score) {
      return false;
    }
    if (before == null) {
      var config = packing().config();
      if (member.length > config.zsetMaxListpackValue.get()
          || size() + 1 > config.zsetMaxListpackEntries.get()) {
        encoding(SKIPLIST);
      }
    }
    // A listpack holds minus zero as the integer 0.
    double kept = score == 0 && encodingCode() == 0 ? 0 : score;
    assign(member, kept);
    note(member, before, kept);
    return before == null;
  }

  /**
   * Says, before the first member is put in, what members there are going to be. Redis makes a
   * listpack or a skiplist for them from the beginning, and only a skiplist keeps minus zero.
   *
   * @param members how many
   * @param longest the bytes of the longest one
   */
  public void expectMembers(long members, int longest) {
    var config = packing().config();
    if (longest > config.zsetMaxListpackValue.get()
        || members > config.zsetMaxListpackEntries.get()) {
      willChange();
      encoding(SKIPLIST);
    }
  }

  /**
   * Removes a member.
   *
   * @return whether it was there
   */
  public boolean remove(byte[] member) {
    Double before = take(member);
    if (before == null) {
      return false;
    }
    note(member, before, null);
    return true;
  }

  private void note(byte[] member, Double before, Double now) {
    if (before != null) {
      order.left(new ScoredMember(member, before));
    }
    if (now != null) {
      order.came(new ScoredMember(member, now));
    }
    blocks.changed(member, before);
  }

  /** How many elements stand before a member; empty if there is no such member. */
  public OptionalLong rank(byte[] member) {
    Double score = find(member);
    if (score == null) {
      return OptionalLong.empty();
    }
    ScoredMember place = new ScoredMember(member, score);
    return OptionalLong.of(count(ScoredMember.START, place));
  }

  /** How many elements there are from one place to before another. */
  public long count(ScoredMember from, ScoredMember to) {
    return isEmpty() || from.compareTo(to) >= 0 ? 0 : order.count(from, to);
  }

  /**
   * The elements from one place to before another.
   *
   * @param descending whether the last come first; offset and limit count from there
   * @param offset how many are passed over
   * @param limit how many at most
   */
  public List<ScoredMember> range(
      ScoredMember from, ScoredMember to, boolean descending, long offset, long limit) {
    if (isEmpty() || limit <= 0 || offset >= size() || from.compareTo(to) >= 0) {
      return List.of();
    }
    return order.range(from, to, descending, offset, Math.min(limit, size() - offset));
  }

  /**
   * Elements by their rank.
   *
   * @param first the lowest rank, from 0
   * @param count how many
   * @param descending whether the last come first
   */
  public List<ScoredMember> slice(long first, long count, boolean descending) {
    long wanted = Math.min(count, size() - first);
    return wanted <= 0 ? List.of() : order.slice(first, wanted, descending);
  }

  /** Takes the first elements away, or the last ones, the outermost first. */
  public List<ScoredMember> pop(boolean last, long count) {
    long wanted = Math.min(count, size());
    if (wanted <= 0) {
      return List.of();
    }
    // What it reads has to be there when the batch commits.
    willChange();
    List<ScoredMember> popped = order.outermost(last, wanted);
    removeKnown(popped);
    return popped;
  }

  private void removeKnown(Collection<ScoredMember> elements) {
    for (ScoredMember element : elements) {
      byte[] member = element.member();
      if (!isInMemory()) {
        byte[] digest = Digest.of(member);
        long high = Digest.high(digest);
        long low = Digest.low(digest);
        loaded(
            Bytes.of(member),
            high,
            low,
            new ElementTable.Row<>(high, low, member, element.score()));
      }
      remove(member);
    }
  }

  /**
   * Removes the elements from one place to before another.
   *
   * @return how many there were
   */
  public long removeRange(ScoredMember from, ScoredMember to) {
    if (isEmpty() || from.compareTo(to) >= 0) {
      return 0;
    }
    Optional<List<ScoredMember>> known = order.known(from, to);
    if (known.isPresent()) {
      removeKnown(known.get());
      return known.get().size();
    }
    willChange();
    Transaction transaction = readStored();
    long gone = ZsetOrder.delete(transaction, id(), from, to, blocks.areKept());
    if (gone > 0) {
      order.left(from, to);
      deleted(
          item -> {
            ScoredMember element = new ScoredMember(item.name(), item.value());
            return element.compareTo(from) >= 0 && element.compareTo(to) < 0;
          },
          gone);
    }
    return gone;
  }

  /**
   * Removes elements by their rank.
   *
   * @return how many there were
   */
  public long removeSlice(long first, long count) {
    long wanted = Math.min(count, size() - first);
    if (wanted <= 0) {
      return 0;
    }
    if (order.isAtHand(first, wanted)) {
      willChange();
      removeKnown(slice(first, wanted, false));
      return wanted;
    }
    willChange();
    ScoredMember from = first == 0 ? ScoredMember.START : slice(first, 1, false).getFirst();
    ScoredMember to =
        first + wanted == size() ? ScoredMember.END : slice(first + wanted, 1, false).getFirst();
    return removeRange(from, to);
  }

  /** Different elements, chosen fairly; all, from the last one on, if there are not so many. */
  public List<ScoredMember> randomDistinct(long count) {
    if (count >= size()) {
      return slice(0, size(), true);
    }
    return scored(sample(count));
  }

  /** Elements chosen fairly, each independently of the others. */
  public List<ScoredMember> random(long count) {
    return scored(draw(count));
  }

  /** Whether Redis would keep it as a listpack. */
  public boolean isListpack() {
    return encodingCode() == 0;
  }

  /** The elements at and behind a cursor; all of them if Redis would hold them in a listpack. */
  public MemberPage scan(long cursor, long count) {
    if (!isSpread() || (isListpack() && size() <= WHOLE_PAGE)) {
      return new MemberPage(slice(0, size(), false), 0);
    }
    Page<Double> page = page(cursor, count);
    return new MemberPage(scored(page.items()), page.next());
  }

  /** All elements, in no order. */
  public List<ScoredMember> all() {
    return scored(elements());
  }

  private static List<ScoredMember> scored(List<Item<Double>> items) {
    List<ScoredMember> members = new ArrayList<>(items.size());
    for (Item<Double> item : items) {
      members.add(new ScoredMember(item.name(), item.value()));
    }
    return members;
  }

  /** Takes a part that has been loaded before anything has changed. */
  void partLoaded(OrderWindow window) {
    order.loaded(window);
  }

  /** Takes the rank of a place that has been loaded before anything has changed. */
  void rankLoaded(ScoredMember place, long rank) {
    order.ranks().add(place, rank);
  }

  /** Takes elements by their ranks that have been loaded before anything has changed. */
  void sliceLoaded(PlannedSlices.Slice slice) {
    order.ranks().add(slice);
  }

  @Override
  boolean takesUnseen() {
    return encodingCode() == SKIPLIST && blocks.areKept();
  }

  @Override
  ValueType type() {
    return ValueType.ZSET;
  }

  @Override
  String encodingName() {
    return encodingCode() == 0 ? "listpack" : "skiplist";
  }

  @Override
  ElementTable<Double> table() {
    return SortedSetTable.INSTANCE;
  }

  @Override
  int bytes(Double score) {
    return Double.BYTES;
  }

  @Override
  long packedElements() {
    return packing().config().zsetMaxListpackEntries.get();
  }

  @Override
  void unpack(List<byte[]> items) {
    for (int i = 0; i < items.size(); i += 2) {
      load(items.get(i), parse(new String(items.get(i + 1), StandardCharsets.US_ASCII)));
    }
  }

  private static double parse(String score) {
    return switch (score) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(score);
    };
  }

  @Override
  List<byte[]> pack() {
    List<byte[]> packed = new ArrayList<>();
    for (ScoredMember element : order.all()) {
      packed.add(element.member());
      packed.add(DoubleFormat.format(element.score()).getBytes(StandardCharsets.US_ASCII));
    }
    return packed;
  }

  @Override
  long head() {
    return blocks.head();
  }

  @Override
  void open(long length, long head) {
    super.open(length, head);
    blocks.open(head);
  }

  @Override
  void collectElements(Changes changes) {
    super.collectElements(changes);
    blocks.collect(changes);
  }

  @Override
  void elementsFlushed() {
    super.elementsFlushed();
    blocks.flushed();
  }

  @Override
  void copyRows(Transaction transaction, long newId) {
    super.copyRows(transaction, newId);
    blocks.copyRows(transaction, newId);
  }

  @Override
  void reset() {
    super.reset();
    order.clear();
    blocks.reset();
  }
}
