package io.pgredis.keyspace;

import io.pgredis.config.ServerConfig;
import io.pgredis.sql.Limits;
import io.pgredis.sql.RowKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to which sizes collections are packed into the row of their key, and which encodings Redis
 * would choose. What has outgrown a limit never goes back.
 */
public final class Packing {
  /** Sets {@link Limits#PACKED_BYTES}; 0 spreads every collection at once. For tests. */
  public static final String BYTES_PROPERTY = "pgredis.packed.bytes";

  /** Sets {@link Limits#ZSET_BLOCK_ELEMENTS}. For tests. */
  public static final String BLOCK_PROPERTY = "pgredis.zset.block";

  /** Each element counts for so many bytes more than it has. */
  static final int ELEMENT_BYTES = 8;

  /** A list, or a set that is not all integers, is packed up to so many elements. */
  static final int ELEMENTS = 128;

  /** So many spread collections are remembered. */
  static final int REMEMBERED = 100_000;

  private final Set<Long> spread = ConcurrentHashMap.newKeySet();
  private final Set<Long> unseen = ConcurrentHashMap.newKeySet();
  private final ServerConfig config;
  private final int bytes;
  private final int blockElements;
  private final int chunkElements;
  private final int chunkBytes;

  /** The limits of an instance. */
  public Packing(ServerConfig config) {
    this(config, Integer.getInteger(BYTES_PROPERTY, Limits.PACKED_BYTES));
  }

  /** Limits with another one than {@link Limits#PACKED_BYTES}. */
  Packing(ServerConfig config, int bytes) {
    this(config, bytes, Integer.getInteger(BLOCK_PROPERTY, Limits.ZSET_BLOCK_ELEMENTS));
  }

  /** As {@link #Packing(ServerConfig, int)}, and for {@link Limits#ZSET_BLOCK_ELEMENTS}, too. */
  Packing(ServerConfig config, int bytes, int blockElements) {
    this(config, bytes, blockElements, Limits.CHUNK_ELEMENTS, Limits.CHUNK_BYTES);
  }

  /** As before, and with other limits than {@link Limits#CHUNK_ELEMENTS} and its kin. */
  Packing(ServerConfig config, int bytes, int blockElements, int chunkElements, int chunkBytes) {
    this.config = config;
    this.bytes = bytes;
    this.blockElements = blockElements;
    this.chunkElements = chunkElements;
    this.chunkBytes = chunkBytes;
  }

  /** The smallest size of the blocks of sorted sets. */
  int blockElements() {
    return blockElements;
  }

  /** The most that a packed collection takes, {@link #ELEMENT_BYTES} counted for each element. */
  int bytes() {
    return bytes;
  }

  /** The most elements of a spread list that share a row. */
  int chunkElements() {
    return chunkElements;
  }

  /** The most bytes that they take, {@link #ELEMENT_BYTES} counted for each element. */
  int chunkBytes() {
    return chunkBytes;
  }

  /** Redis's parameters. */
  ServerConfig config() {
    return config;
  }

  /** Remembers that a key holds a spread collection. */
  void sawSpread(RowKey key) {
    if (spread.size() >= REMEMBERED) {
      spread.clear();
    }
    spread.add(key.keyspace() ^ key.low());
  }

  /** Remembers whether elements can be put into the collection of a key unseen. */
  void takesUnseen(RowKey key, boolean does) {
    if (!does) {
      unseen.remove(key.keyspace() ^ key.low());
      return;
    }
    if (unseen.size() >= REMEMBERED) {
      unseen.clear();
    }
    unseen.add(key.keyspace() ^ key.low());
  }

  /** Whether, as far as this instance knows, elements can be put into that of a key unseen. */
  public boolean takesUnseen(long keyspace, byte[] name) {
    return !unseen.isEmpty() && unseen.contains(keyspace ^ Digest.low(Digest.of(name)));
  }

  /** They cannot, or another instance holds the key. */
  public void refusedUnseen(long keyspace, byte[] name) {
    unseen.remove(keyspace ^ Digest.low(Digest.of(name)));
  }

  /**
   * Whether a key has held a spread collection lately: then its wishes are worth a statement. Only
   * speed depends on it.
   */
  boolean maySpread(RowKey key) {
    return !spread.isEmpty() && spread.contains(key.keyspace() ^ key.low());
  }
}
