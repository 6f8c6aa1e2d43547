package io.pgredis.command.zset;

import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.DoubleText;
import io.pgredis.command.Errors;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Scores as arguments and in replies. */
final class Scores {
  static final Reply.Err NOT_A_NUMBER = new Reply.Err("ERR resulting score is not a number (NaN)");

  private Scores() {}

  /** The score in an argument. */
  static double parse(byte[] argument) {
    return DoubleText.parse(argument).orElseThrow(() -> new CommandError(Errors.NOT_A_FLOAT));
  }

  static Reply reply(OptionalDouble score) {
    return score.isPresent() ? Reply.dbl(score.getAsDouble()) : Reply.NULL;
  }

  /** Members alone. */
  static Reply members(List<ScoredMember> found) {
    List<Reply> items = new ArrayList<>(found.size());
    for (ScoredMember element : found) {
      items.add(Reply.bulk(element.member()));
    }
    return Reply.array(items);
  }

  /** Members, with scores if wanted: one flat list in RESP2, a list of pairs in RESP3. */
  static Reply members(Context context, List<ScoredMember> found, boolean withScores) {
    if (!withScores) {
      return members(found);
    }
    return context.client().protocol() == 2 ? flat(found) : pairs(found);
  }

  static Reply flat(List<ScoredMember> found) {
    List<Reply> items = new ArrayList<>(2 * found.size());
    for (ScoredMember element : found) {
      items.add(Reply.bulk(element.member()));
      items.add(Reply.dbl(element.score()));
    }
    return Reply.array(items);
  }

  static Reply pairs(List<ScoredMember> found) {
    List<Reply> items = new ArrayList<>(found.size());
    for (ScoredMember element : found) {
      items.add(Reply.array(Reply.bulk(element.member()), Reply.dbl(element.score())));
    }
    return Reply.array(items);
  }
}
