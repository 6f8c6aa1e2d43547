package io.pgredis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingNotesTest {
  private final List<String> lines = new ArrayList<>();
  private final WaitingNotes notes = new WaitingNotes("here", lines::add);

  @Test
  void theReasonIsSaidOnceAndAgainWhenItChanges() {
    notes.accept("a");
    notes.accept("a");
    notes.accept("b");
    notes.accept("b");
    assertThat(lines)
        .containsExactly(
            "waiting for the database at here: a",
            "still waiting for the database",
            "waiting for the database at here: b",
            "still waiting for the database");
  }

  @Test
  void aLongWaitIsToldOfOnceAMinute() {
    for (int second = 0; second < 3600; second++) {
      notes.accept("a");
    }
    assertThat(lines).hasSizeBetween(60, 70);
  }
}
