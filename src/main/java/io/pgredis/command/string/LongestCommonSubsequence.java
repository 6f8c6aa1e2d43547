package io.pgredis.command.string;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The longest common subsequence of two byte strings by dynamic programming, choosing among equally
 * long ones as Redis does. Where Redis keeps the whole table of lengths, this keeps two of its rows
 * and one bit for each pair of positions: in which direction the way back goes.
 *
 * @param bytes the subsequence
 * @param pieces where it stands in both strings, from the last piece to the first
 */
record LongestCommonSubsequence(byte[] bytes, List<LongestCommonSubsequence.Piece> pieces) {

  /**
   * A run of bytes that both strings have.
   *
   * @param inFirst where it begins in the first string
   * @param inSecond where it begins in the second string
   * @param length how long it is
   */
  record Piece(int inFirst, int inSecond, int length) {}

  /** Its length alone. */
  static int length(byte[] a, byte[] b) {
    return table(a, b, new BitSet(0), false);
  }

  /** Finds it. The product of both lengths must be below 2^31. */
  static LongestCommonSubsequence of(byte[] a, byte[] b) {
    BitSet upwards = new BitSet(a.length * b.length);
    byte[] bytes = new byte[table(a, b, upwards, true)];
    List<Piece> pieces = new ArrayList<>();
    int left = bytes.length;
    int i = a.length;
    int j = b.length;
    int run = 0;
    while (i > 0 && j > 0) {
      if (a[i - 1] == b[j - 1]) {
        bytes[--left] = a[i - 1];
        i--;
        j--;
        run++;
      } else {
        addPiece(pieces, i, j, run);
        run = 0;
        if (upwards.get((i - 1) * b.length + j - 1)) {
          i--;
        } else {
          j--;
        }
      }
    }
    addPiece(pieces, i, j, run);
    return new LongestCommonSubsequence(bytes, pieces);
  }

  private static void addPiece(List<Piece> pieces, int inFirst, int inSecond, int length) {
    if (length > 0) {
      pieces.add(new Piece(inFirst, inSecond, length));
    }
  }

  /**
   * Fills the table row by row.
   *
   * @param upwards gets a bit where bytes differ and the way back goes to the first string's
   *     previous byte rather than to the second string's
   * @return the length of the subsequence
   */
  private static int table(byte[] a, byte[] b, BitSet upwards, boolean keepWay) {
    int[] above = new int[b.length + 1];
    int[] row = new int[b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      byte byteOfA = a[i - 1];
      for (int j = 1; j <= b.length; j++) {
        if (byteOfA == b[j - 1]) {
          row[j] = above[j - 1] + 1;
        } else if (above[j] > row[j - 1]) {
          row[j] = above[j];
          if (keepWay) {
            upwards.set((i - 1) * b.length + j - 1);
          }
        } else {
          row[j] = row[j - 1];
        }
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
    return above[b.length];
  }
}
