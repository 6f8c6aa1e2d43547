package io.pgredis.net;

import io.netty.channel.EventLoop;
import io.pgredis.engine.Engine;
import io.pgredis.engine.Submission;
import java.util.ArrayList;
import java.util.List;

/**
 * What the connections of one event loop submit during one pass over its sockets, handed to the
 * engine together at the end of the pass: a batch begins with all that is there instead of with the
 * first.
 */
final class Inbox {
  private final EventLoop loop;
  private final Engine engine;
  private List<Submission> submissions = new ArrayList<>();
  private boolean scheduled;

  Inbox(EventLoop loop, Engine engine) {
    this.loop = loop;
    this.engine = engine;
  }

  /** Takes a submission; called on the event loop. */
  void add(Submission submission) {
    submissions.add(submission);
    if (!scheduled) {
      scheduled = true;
      loop.execute(this::handOver);
    }
  }

  private void handOver() {
    scheduled = false;
    List<Submission> all = submissions;
    submissions = new ArrayList<>(all.size());
    engine.submit(all);
  }
}
