package io.pgredis.engine;

import io.pgredis.engine.Batch.Part;
import io.pgredis.keyspace.Packing;
import io.pgredis.keyspace.PlannedKey;
import io.pgredis.keyspace.Restart;
import io.pgredis.keyspace.UnitOfWork;
import io.pgredis.keyspace.UnitOfWork.Mode;
import io.pgredis.keyspace.Unseen;
import io.pgredis.keyspace.ValueType;
import io.pgredis.sql.Database;
import io.pgredis.sql.Limits;
import io.pgredis.sql.Mapping;
import java.util.HashMap;
import java.util.Map;

/** How one attempt is begun; grows from restart to restart. */
final class Attempt {
  Mode mode;
  boolean exclusive;
  boolean waits;
  boolean alone;
  private boolean mappingIsOld;
  final Map<PlannedKey, PlannedKey> keys;

  Attempt(Batch batch, boolean waits, Packing packing, Mapping mapping) {
    this.keys = new HashMap<>(batch.keys());
    this.exclusive = batch.exclusive();
    this.waits = waits || exclusive;
    if (!batch.writes()) {
      mode = needsSnapshot(batch) ? Mode.SNAPSHOT : Mode.READ_ONCE;
      alone = has(batch, Step.Kind.LONG);
    } else {
      boolean blind =
          !waits
              && (overwrites(batch) || putsUnseen(batch, packing, mapping))
              && !hasLongValue(batch);
      mode = blind ? Mode.BLIND : Mode.WRITE;
    }
  }

  private static boolean needsSnapshot(Batch batch) {
    return has(batch, Step.Kind.KEYSPACE) || has(batch, Step.Kind.LONG);
  }

  private static boolean has(Batch batch, Step.Kind kind) {
    for (Part part : batch.parts()) {
      for (int i = part.from; i < part.to; i++) {
        if (part.submission.step(i).kind() == kind) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether it does nothing but overwrite strings. */
  private static boolean overwrites(Batch batch) {
    if (batch.exclusive() || batch.keys().isEmpty()) {
      return false;
    }
    for (PlannedKey key : batch.keys().values()) {
      if (key.load()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it does nothing but put elements into collections of one type that take them unseen.
   */
  private static boolean putsUnseen(Batch batch, Packing packing, Mapping mapping) {
    int many = batch.keys().size();
    if (batch.exclusive() || many == 0 || many > Unseen.MOST_KEYS) {
      return false;
    }
    ValueType type = batch.keys().values().iterator().next().unseen();
    if (type == ValueType.NONE) {
      return false;
    }
    int elements = 0;
    for (PlannedKey key : batch.keys().values()) {
      elements += key.unseenElements();
      if (key.unseen() != type
          || elements > Unseen.MOST_ELEMENTS
          || key.database() >= mapping.keyspaces().length
          || !packing.takesUnseen(mapping.keyspace(key.database()), key.name())) {
        return false;
      }
    }
    return true;
  }

  /** PostgreSQL did not take a blind write: from now on, it is looked at what is there. */
  void seeing(Packing packing, Mapping mapping) {
    mode = Mode.WRITE;
    waits = false;
    for (PlannedKey key : keys.values()) {
      if (key.unseen() != ValueType.NONE) {
        packing.refusedUnseen(mapping.keyspace(key.database()), key.name());
      }
    }
  }

  /** The array that a blind write carries its values in would copy a long one several times. */
  private static boolean hasLongValue(Batch batch) {
    if (batch.payloadBytes() <= Limits.ARRAY_VALUE_BYTES) {
      return false;
    }
    for (Part part : batch.parts()) {
      for (int i = part.from; i < part.to; i++) {
        if (part.submission.step(i).invocation().payloadBytes() > Limits.ARRAY_VALUE_BYTES) {
          return true;
        }
      }
    }
    return false;
  }

  /** Reads the mapping anew if the last attempt found it old, before this one has a connection. */
  void refreshMapping(Database database) {
    if (mappingIsOld) {
      database.refreshMapping();
      mappingIsOld = false;
    }
  }

  boolean writes() {
    return mode == Mode.WRITE || mode == Mode.BLIND;
  }

  void restart(Restart restart, UnitOfWork unit, int restarts) {
    switch (restart.need()) {
      case SNAPSHOT -> mode = Mode.SNAPSHOT;
      case WRITE, LOAD -> loadAll();
      case LOCKS -> {
        loadAll();
        waits = true;
        for (PlannedKey key : unit.wanted()) {
          keys.merge(
              key,
              key,
              (known, more) -> {
                known.merge(more);
                return known;
              });
        }
      }
      case EXCLUSIVE -> exclusively();
      case ALONE -> {
        mode = Mode.SNAPSHOT;
        alone = true;
      }
      case MAPPING -> mappingIsOld = true;
    }
    if (restart.need() == Restart.Need.LOCKS
        && (restarts >= BatchLimits.RESTARTS_BEFORE_EXCLUSIVE
            || keys.size() > BatchLimits.LOCKED_KEYS)) {
      exclusively();
    }
  }

  private void exclusively() {
    loadAll();
    exclusive = true;
    waits = true;
  }

  private void loadAll() {
    mode = Mode.WRITE;
  }
}
