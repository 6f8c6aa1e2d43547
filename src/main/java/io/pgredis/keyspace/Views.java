package io.pgredis.keyspace;

/** The views of the types of collections. */
final class Views {
  private Views() {}

  /** An empty view of a type, for a key that does not hold it yet. */
  static CollectionView empty(ValueType type, Entry entry) {
    return switch (type) {
      case LIST -> new ListView(entry);
      case SET -> new SetView(entry);
      case ZSET -> new SortedSetView(entry);
      case HASH -> new HashView(entry);
      case NONE, STRING, STREAM -> throw new IllegalStateException(type + " is no collection");
    };
  }
}
