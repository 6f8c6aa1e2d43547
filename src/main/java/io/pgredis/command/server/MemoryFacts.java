package io.pgredis.command.server;

import io.pgredis.command.Context;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The memory of this process, in the terms of INFO and MEMORY STATS: what is used is the used heap,
 * what is allocated is the heap as the JVM has it from the system. Data are in PostgreSQL and are
 * not in these numbers.
 *
 * @param used bytes of the heap in use
 * @param committed bytes of the heap
 * @param resident bytes of the process in physical memory; those of the heap where unknown
 * @param peak the most bytes of the heap that were in use
 * @param overhead bytes that the JVM itself uses beyond the heap
 * @param system bytes of the machine's memory
 * @param clients bytes that wait in connections, in or out
 */
record MemoryFacts(
    long used, long committed, long resident, long peak, long overhead, long system, long clients) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final String[] UNITS = {"B", "K", "M", "G", "T", "P"};

  static MemoryFacts now(Context context) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long overhead = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
    long clients =
        context.services().clients().all().stream()
            .mapToLong(client -> client.pendingBytes() + client.outputBytes())
            .sum();
    return new MemoryFacts(
        heap.getUsed(),
        heap.getCommitted(),
        resident(heap.getCommitted() + overhead),
        Math.max(heap.getUsed(), context.services().server().peakMemoryBytes()),
        overhead,
        systemBytes(),
        clients);
  }

  private static long resident(long otherwise) {
    try {
      List<String> lines = Files.readAllLines(STATUS);
      for (String line : lines) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }

  private static long systemBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /** One number relative to another; 0 if that is 0. */
  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** Bytes as Redis writes them for people: {@code 1.50M}. */
  static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f%s", value, UNITS[unit]);
  }
}
