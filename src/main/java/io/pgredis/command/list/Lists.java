package io.pgredis.command.list;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Errors;
import io.pgredis.keyspace.ListEnd;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** What several families of lists do. */
final class Lists {
  private Lists() {}

  /** The end of a list that LEFT or RIGHT names, else {@link Errors#SYNTAX}. */
  static ListEnd end(byte[] word) {
    if (Args.equalsIgnoreCase(word, "LEFT")) {
      return ListEnd.HEAD;
    }
    if (Args.equalsIgnoreCase(word, "RIGHT")) {
      return ListEnd.TAIL;
    }
    throw new CommandError(Errors.SYNTAX);
  }

  /** An array of elements. */
  static Reply array(List<byte[]> elements) {
    List<Reply> replies = new ArrayList<>(elements.size());
    for (byte[] element : elements) {
      replies.add(Reply.bulk(element));
    }
    return Reply.array(replies);
  }
}
