package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;

/** The members of spread sets. */
public final class SetTable extends ElementTable<SetTable.Member> {
  /** The only one. */
  public static final SetTable INSTANCE = new SetTable();

  /** That a member is there is all there is to say of it. */
  public enum Member {
    PRESENT
  }

  private SetTable() {
    super("put_members_unseen(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "set_member", "member");
  }

  @Override
  Member value(ResultSet rows, int column) {
    return Member.PRESENT;
  }

  @Override
  int bindValues(PreparedStatement s, int p, List<? extends Element<Member>> elements) {
    return p;
  }

  @Override
  void bindUnseen(
      PreparedStatement s, int p, List<? extends Element<Member>> elements, int blockElements) {
    // Nothing belongs to a member.
  }
}
