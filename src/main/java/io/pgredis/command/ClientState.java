package io.pgredis.command;

import io.pgredis.config.ServerConfig;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a connection that its commands read and change. A batch runs on a {@link #copy} and
 * publishes it when it has committed, so that a batch that has to start again finds everything as
 * it was. Owned by one thread at a time; for CLIENT LIST others may read numbers and words of it,
 * of which each is right by itself.
 */
public final class ClientState {

  /** What CLIENT REPLY asked for. */
  public enum ReplyMode {
    ON,
    OFF,
    /** The reply of the next command is left out. */
    SKIP_NEXT,
    /** The reply of the running command is left out. */
    SKIP;

    /** Whether what is answered now is sent. */
    public boolean sends() {
      return this == ON || this == SKIP_NEXT;
    }
  }

  /**
   * A key that WATCH noted.
   *
   * @param database the database's number then
   * @param databaseChanges how often the database had been emptied or swapped by then
   * @param name the key
   * @param existed whether the key existed
   * @param version its version (of the marker row if it did not exist)
   */
  public record Watched(
      int database, long databaseChanges, byte[] name, boolean existed, long version) {

    /** A key that could not be looked at: it counts as changed. */
    public static Watched unknown(int database, byte[] name) {
      return new Watched(database, -1, name, true, -1);
    }
  }

  private record WatchedName(int database, String name) {}

  private final ClientInfo info;
  private int database;
  private int protocol = 2;
  private boolean authenticated;
  private String name = "";
  private String libName = "";
  private String libVersion = "";
  private ReplyMode replyMode = ReplyMode.ON;
  private boolean noEvict;
  private boolean noTouch;
  private boolean monitor;
  private boolean closeAfterReply;
  private List<Invocation> queued;
  private boolean queueFailed;
  private int executing = -1;
  private Map<WatchedName, Watched> watched = Map.of();
  private long queuedBytes;
  private long watchedBytes;
  private Hold hold = Hold.NONE;

  /** The state of a new connection. */
  public ClientState(ClientInfo info) {
    this.info = info;
  }

  /** A copy that can be changed without changing this one. */
  public ClientState copy() {
    ClientState copy = new ClientState(info);
    copy.database = database;
    copy.protocol = protocol;
    copy.authenticated = authenticated;
    copy.name = name;
    copy.libName = libName;
    copy.libVersion = libVersion;
    copy.replyMode = replyMode;
    copy.noEvict = noEvict;
    copy.noTouch = noTouch;
    copy.monitor = monitor;
    copy.closeAfterReply = closeAfterReply;
    copy.queued = queued == null ? null : new ArrayList<>(queued);
    copy.queueFailed = queueFailed;
    copy.executing = executing;
    copy.watched = watched;
    copy.queuedBytes = queuedBytes;
    copy.watchedBytes = watchedBytes;
    return copy;
  }

  /** What does not change, or not by commands. */
  public ClientInfo info() {
    return info;
  }

  /** The selected database. */
  public int database() {
    return database;
  }

  /** Selects a database; the caller has checked its number. */
  public void select(int number) {
    database = number;
  }

  /** 2 or 3. */
  public int protocol() {
    return protocol;
  }

  /** Sets the RESP version, 2 or 3. */
  public void protocol(int version) {
    protocol = version;
  }

  /** Whether a password was given, or none was needed when the connection began. */
  public boolean authenticated() {
    return authenticated;
  }

  /**
   * Whether a password is needed now and was not given. One that is abolished and set again is
   * needed again.
   */
  public boolean lacksPassword(ServerConfig config) {
    return !authenticated && !config.requirePass.get().isEmpty();
  }

  /** Notes that the client may run commands, or may not any more. */
  public void authenticated(boolean value) {
    authenticated = value;
  }

  /** The name of CLIENT SETNAME, empty if none. */
  public String name() {
    return name;
  }

  /** Sets the name. */
  public void name(String value) {
    name = value;
  }

  /** The library's name of CLIENT SETINFO, empty if none. */
  public String libName() {
    return libName;
  }

  /** Sets the library's name. */
  public void libName(String value) {
    libName = value;
  }

  /** The library's version of CLIENT SETINFO, empty if none. */
  public String libVersion() {
    return libVersion;
  }

  /** Sets the library's version. */
  public void libVersion(String value) {
    libVersion = value;
  }

  /** What happens with replies. */
  public ReplyMode replyMode() {
    return replyMode;
  }

  /** Sets what happens with replies. */
  public void replyMode(ReplyMode mode) {
    replyMode = mode;
  }

  /** CLIENT NO-EVICT. */
  public boolean noEvict() {
    return noEvict;
  }

  /** CLIENT NO-EVICT. */
  public void noEvict(boolean value) {
    noEvict = value;
  }

  /** CLIENT NO-TOUCH. */
  public boolean noTouch() {
    return noTouch;
  }

  /** CLIENT NO-TOUCH. */
  public void noTouch(boolean value) {
    noTouch = value;
  }

  /** Whether MONITOR turned this connection into a monitor. */
  public boolean monitor() {
    return monitor;
  }

  /** Turns monitoring on or off. */
  public void monitor(boolean value) {
    monitor = value;
  }

  /** Whether the connection is closed after the reply (QUIT). */
  public boolean closeAfterReply() {
    return closeAfterReply;
  }

  /** Closes the connection after the reply. */
  public void closeAfterReply(boolean value) {
    closeAfterReply = value;
  }

  /** Whether MULTI is open. */
  public boolean inMulti() {
    return queued != null;
  }

  /** Opens MULTI. */
  public void beginMulti() {
    queued = new ArrayList<>();
    queueFailed = false;
  }

  /** Queues a command. */
  public void queue(Invocation invocation) {
    queued.add(invocation);
    queuedBytes += invocation.payloadBytes();
  }

  /** What is queued; only while {@link #inMulti}, and only for the thread that owns this. */
  public List<Invocation> queued() {
    return queued;
  }

  /** Bytes of what is queued. */
  public long queuedBytes() {
    return queuedBytes;
  }

  /** Notes that a command could not be queued: EXEC will refuse. */
  public void failQueue() {
    queueFailed = true;
  }

  /** Whether a command could not be queued. */
  public boolean queueFailed() {
    return queueFailed;
  }

  /** Closes MULTI and forgets what is queued and watched. */
  public void endMulti() {
    queued = null;
    queuedBytes = 0;
    queueFailed = false;
    unwatch();
  }

  /**
   * How many commands the open transaction, or the one that EXEC is running, has; -1 if there is
   * none.
   */
  public int transactionLength() {
    List<Invocation> present = queued;
    return present == null ? executing : present.size();
  }

  /** Notes that EXEC runs a transaction of so many commands; -1 when it has. */
  public void executing(int commands) {
    executing = commands;
  }

  /** Whether EXEC is running the client's commands; then none of them may wait. */
  public boolean isExecuting() {
    return executing >= 0;
  }

  /** Has the reply of the running command held back. */
  public void hold(Hold wanted) {
    hold = wanted;
  }

  /** How long the reply of the running command is to be held back. */
  public Hold hold() {
    return hold;
  }

  /** The same; from now on it holds no more. */
  public Hold takeHold() {
    Hold taken = hold;
    hold = Hold.NONE;
    return taken;
  }

  /** Watched keys. */
  public Collection<Watched> watched() {
    return watched.values();
  }

  /** Adds watched keys. Of one that is watched already, it counts what it was before. */
  public void watch(List<Watched> keys) {
    Map<WatchedName, Watched> all = new LinkedHashMap<>(watched);
    for (Watched key : keys) {
      WatchedName watchedName = new WatchedName(key.database(), Reply.bytesAsText(key.name()));
      if (all.putIfAbsent(watchedName, key) == null) {
        watchedBytes += key.name().length;
      }
    }
    watched = Collections.unmodifiableMap(all);
  }

  /** Forgets all watched keys. */
  public void unwatch() {
    watched = Map.of();
    watchedBytes = 0;
  }

  /** Bytes of what is queued and of the names of watched keys. */
  public long heldBytes() {
    return queuedBytes + watchedBytes;
  }
}
