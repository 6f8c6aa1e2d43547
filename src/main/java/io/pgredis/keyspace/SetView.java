package io.pgredis.keyspace;

import io.pgredis.sql.ElementTable;
import io.pgredis.sql.SetTable;
import io.pgredis.sql.SetTable.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set. Arrays given and taken are not copied and must not be changed.
 *
 * <p>Packed it is stored as its members; those of an intset in numerical order.
 */
public final class SetView extends KeyedView<Member> {
  /** Integers alone, and not too many of them: Redis's intset. Codes are stored. */
  private static final int INTSET = 0;

  private static final int HASHTABLE = 1;

  /** Redis never holds more integers than this in an intset, whatever the parameter says. */
  private static final long MOST_INTEGERS = 1L << 30;

  /**
   * If SPOP leaves less than one member for so many that it takes, Redis makes a new set of those
   * that stay, which may be an intset again.
   */
  private static final int REBUILT_BELOW = 5;

  /**
   * A page of SSCAN.
   *
   * @param members what it holds
   * @param next the cursor of the next page, 0 at the end
   */
  public record MemberPage(List<byte[]> members, long next) {}

  SetView(Entry entry) {
    super(entry);
  }

  /** Whether something is a member. */
  public boolean contains(byte[] member) {
    return find(member) != null;
  }

  /** Which of several are members. */
  public boolean[] contain(List<byte[]> members) {
    expect(members);
    boolean[] answers = new boolean[members.size()];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = contains(members.get(i));
    }
    return answers;
  }

  /**
   * Adds members.
   *
   * @return how many of them are new
   */
  public int add(Collection<byte[]> members) {
    expect(members);
    int added = 0;
    for (byte[] member : members) {
      if (!contains(member)) {
        if (isIntset() && (size() >= mostIntegers() || !StringContent.isInteger(member))) {
          encoding(HASHTABLE);
        }
        assign(member, Member.PRESENT);
        added++;
      }
    }
    return added;
  }

  /** As {@link #add}, to what Redis holds as a hashtable for what was in it on the way. */
  public void addHashed(Collection<byte[]> members) {
    if (!members.isEmpty()) {
      willChange();
      encoding(HASHTABLE);
      add(members);
    }
  }

  /**
   * Removes members; the last one takes the key along.
   *
   * @return how many of them were there
   */
  public int remove(Collection<byte[]> members) {
    expect(members);
    int removed = 0;
    for (byte[] member : members) {
      if (take(member) != null) {
        removed++;
      }
    }
    return removed;
  }

  /** All members, those of an intset in numerical order. */
  public List<byte[]> members() {
    List<byte[]> members = new ArrayList<>((int) size());
    each(item -> members.add(item.name()));
    return isIntset() ? inNumericalOrder(members) : members;
  }

  /** Integers in numerical order, as an intset has them. */
  public static List<byte[]> inNumericalOrder(List<byte[]> integers) {
    List<byte[]> sorted = new ArrayList<>(integers);
    sorted.sort(Comparator.comparingLong(SetView::number));
    return sorted;
  }

  /** Different members, chosen fairly; all of them if there are not so many. */
  public List<byte[]> random(long count) {
    return count >= size() ? members() : names(sample(count));
  }

  /** Members chosen fairly, each independently of the others; none if there are none at all. */
  public List<byte[]> randomAgain(long count) {
    return names(draw(count));
  }

  /** Takes different members out, chosen fairly; all of them if there are not so many. */
  public List<byte[]> pop(long count) {
    if (count == 0 || isEmpty()) {
      return List.of();
    }
    willChange();
    if (count >= size()) {
      List<byte[]> members = members();
      entry().delete();
      return members;
    }
    long left = size() - count;
    if (left * REBUILT_BELOW > count) {
      List<byte[]> popped = names(sample(count));
      remove(popped);
      return popped;
    }
    List<byte[]> shuffled = names(sample(size()));
    drop();
    add(shuffled.subList((int) count, shuffled.size()));
    return shuffled.subList(0, (int) count);
  }

  /**
   * The members at and behind a cursor.
   *
   * @param cursor where it begins; negative if behind everything
   * @param count about how many to answer; a packed set or an intset answers all of its members
   */
  public MemberPage scan(long cursor, long count) {
    if (!isSpread() || (isIntset() && size() <= WHOLE_PAGE)) {
      return new MemberPage(members(), 0);
    }
    if (cursor < 0) {
      return new MemberPage(List.of(), 0);
    }
    Page<Member> page = page(cursor, count);
    return new MemberPage(names(page.items()), page.next());
  }

  /** Whether Redis would hold these in a hashtable: not integers alone, or too many. */
  public boolean hashes(Collection<byte[]> members) {
    return members.size() > mostIntegers() || !members.stream().allMatch(StringContent::isInteger);
  }

  private boolean isIntset() {
    return encodingCode() == INTSET;
  }

  private long mostIntegers() {
    return Math.min(packing().config().setMaxIntsetEntries.get(), MOST_INTEGERS);
  }

  private static List<byte[]> names(List<Item<Member>> items) {
    List<byte[]> names = new ArrayList<>(items.size());
    for (Item<Member> item : items) {
      names.add(item.name());
    }
    return names;
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }

  @Override
  boolean takesUnseen() {
    return encodingCode() == HASHTABLE;
  }

  @Override
  ValueType type() {
    return ValueType.SET;
  }

  @Override
  String encodingName() {
    return isIntset() ? "intset" : "hashtable";
  }

  @Override
  ElementTable<Member> table() {
    return SetTable.INSTANCE;
  }

  @Override
  int bytes(Member value) {
    return 0;
  }

  @Override
  long packedElements() {
    return isIntset() ? Long.MAX_VALUE : Packing.ELEMENTS;
  }

  @Override
  void unpack(List<byte[]> items) {
    items.forEach(item -> load(item, Member.PRESENT));
  }

  @Override
  List<byte[]> pack() {
    return members();
  }
}
