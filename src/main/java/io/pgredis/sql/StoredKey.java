package io.pgredis.sql;

/**
 * A row as it was read.
 *
 * @param index position of its key in the list that was asked for
 * @param type the type's code; 0 for a marker
 * @param encoding the encoding's code
 * @param value a string's value, null if it is longer than {@link Limits#INLINE_VALUE_BYTES}
 * @param length a string's length in bytes, or how many elements a spread collection has
 * @param expiresAt milliseconds since the epoch, 0 for never
 * @param version its version
 * @param id the id of a spread collection, else 0
 * @param head the position of a spread list's first element
 * @param items the elements of a packed collection, to be read by {@link ItemArray}; else null
 */
public record StoredKey(
    int index,
    short type,
    short encoding,
    byte[] value,
    long length,
    long expiresAt,
    long version,
    long id,
    long head,
    byte[] items) {}
