package io.pgredis.sql;

/**
 * A row as it was read.
 *
 * @param index position of its key in the list that was asked for
 * @param type the type's code; 0 for a marker
 * @param encoding the encoding's code
 * @param value the value, null if it is longer than {@link Limits#INLINE_VALUE_BYTES}
 * @param length the value's length in bytes
 * @param expiresAt milliseconds since the epoch, 0 for never
 * @param version its version
 */
public record StoredKey(
    int index,
    short type,
    short encoding,
    byte[] value,
    long length,
    long expiresAt,
    long version) {}
