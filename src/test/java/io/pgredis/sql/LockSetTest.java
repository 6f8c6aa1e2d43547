package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockSetTest {
  private static final long STORE = -77;

  @Test
  void oncePerIdInTheStrongerMode() {
    LockSet locks = new LockSet(STORE, false);
    locks.add(5, false);
    locks.add(-9, true);
    locks.add(5, true);
    locks.add(3, false);
    locks.add(3, false);
    long[] ids = locks.ids();
    assertThat(ids).containsExactly(STORE, -9, 3, 5);
    assertThat(locks.modes(ids)).containsExactly(false, true, false, true);
  }

  @Test
  void nothingBesideTheStoreAsAWhole() {
    LockSet locks = new LockSet(STORE, true);
    locks.add(5, true);
    assertThat(locks.ids()).containsExactly(STORE);
    assertThat(locks.modes(locks.ids())).containsExactly(true);
  }

  @Test
  void manyIds() {
    LockSet locks = new LockSet(STORE, false);
    for (int i = 500; i > 0; i--) {
      locks.add(i, i % 2 == 0);
      locks.add(i, false);
    }
    long[] ids = locks.ids();
    assertThat(ids).hasSize(501).startsWith(STORE, 1, 2, 3).endsWith(499, 500);
    assertThat(locks.modes(ids)).startsWith(false, false, true, false).endsWith(false, true);
  }
}
