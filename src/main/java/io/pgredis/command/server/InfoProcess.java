package io.pgredis.command.server;

import io.pgredis.command.ClientInfo;
import io.pgredis.command.Context;
import io.pgredis.command.ServerFacts;
import io.pgredis.config.ServerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The sections of INFO about the process: server, clients, memory and CPU. */
final class InfoProcess {
  private static final int LRU_CLOCK_MASK = 0xFFFFFF;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final Path STAT = Path.of("/proc/self/stat");

  /** The kernel counts time in hundredths of a second, whatever its own clock does. */
  private static final long MICROS_PER_TICK = 10_000;

  private InfoProcess() {}

  static void server(Context context, InfoText text) {
    ServerFacts server = context.services().server();
    ServerConfig config = context.services().config();
    long now = System.currentTimeMillis();
    long uptime = Math.max(0, now - server.startedAtMillis()) / 1000;
    String hz = config.hz.get();
    text.section("Server");
    text.field("redis_version", ServerFacts.REDIS_VERSION);
    text.field("pgredis_version", server.version());
    text.field("redis_git_sha1", "00000000");
    text.field("redis_git_dirty", 0);
    text.field("redis_build_id", "0");
    text.field("redis_mode", "standalone");
    text.field(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + machine(System.getProperty("os.arch")));
    text.field("arch_bits", 64);
    text.field("monotonic_clock", "System.nanoTime");
    text.field("multiplexing_api", "netty");
    text.field("process_id", ProcessHandle.current().pid());
    text.field("process_supervised", "no");
    text.field("run_id", server.runId());
    text.field("tcp_port", server.port());
    text.field("server_time_usec", now * 1000);
    text.field("uptime_in_seconds", uptime);
    text.field("uptime_in_days", uptime / SECONDS_PER_DAY);
    text.field("hz", hz);
    text.field("configured_hz", hz);
    text.field("lru_clock", (now / 1000) & LRU_CLOCK_MASK);
    text.field("executable", ProcessHandle.current().info().command().orElse(""));
    text.field("config_file", server.configFile());
    text.field("io_threads_active", 0);
  }

  private static String machine(String arch) {
    return arch.equals("amd64") ? "x86_64" : arch;
  }

  static void clients(Context context, InfoText text) {
    text.section("Clients");
    text.field("connected_clients", context.services().clients().count());
    text.field("cluster_connections", 0);
    text.field("maxclients", context.services().config().maxClients.get());
    text.field("client_recent_max_input_buffer", most(context, ClientInfo::pendingBytes));
    text.field("client_recent_max_output_buffer", most(context, ClientInfo::outputBytes));
    text.field(
        "blocked_clients",
        context.services().clients().all().stream().filter(ClientInfo::showsAsBlocked).count());
    text.zeros("tracking_clients", "clients_in_timeout_table");
  }

  private static long most(Context context, ToLongFunction<ClientInfo> number) {
    return context.services().clients().all().stream().mapToLong(number).max().orElse(0);
  }

  static void memory(Context context, InfoText text) {
    MemoryFacts memory = MemoryFacts.now(context);
    long dataset = Math.max(0, memory.used() - memory.clients());
    long limit = Long.parseLong(context.services().config().find("maxmemory").orElseThrow().text());
    text.section("Memory");
    text.bytes("used_memory", memory.used());
    text.bytes("used_memory_rss", memory.resident());
    text.bytes("used_memory_peak", memory.peak());
    text.percent("used_memory_peak_perc", MemoryFacts.ratio(memory.used(), memory.peak()));
    text.field("used_memory_overhead", memory.clients());
    text.field("used_memory_startup", 0);
    text.field("used_memory_dataset", dataset);
    text.percent("used_memory_dataset_perc", MemoryFacts.ratio(dataset, memory.used()));
    text.field("allocator_allocated", memory.used());
    text.field("allocator_active", memory.committed());
    text.field("allocator_resident", memory.resident());
    text.bytes("total_system_memory", memory.system());
    text.zeros("used_memory_lua", "used_memory_vm_eval");
    text.field("used_memory_lua_human", "0B");
    text.zeros(
        "used_memory_scripts_eval",
        "number_of_cached_scripts",
        "number_of_functions",
        "number_of_libraries",
        "used_memory_vm_functions");
    text.bytes("used_memory_vm_total", 0);
    text.zeros("used_memory_functions");
    text.bytes("used_memory_scripts", 0);
    text.bytes("maxmemory", limit);
    text.field("maxmemory_policy", context.services().config().maxmemoryPolicy.get());
    text.decimal("allocator_frag_ratio", MemoryFacts.ratio(memory.committed(), memory.used()));
    text.field("allocator_frag_bytes", memory.committed() - memory.used());
    text.decimal("allocator_rss_ratio", MemoryFacts.ratio(memory.resident(), memory.committed()));
    text.field("allocator_rss_bytes", memory.resident() - memory.committed());
    text.decimal("rss_overhead_ratio", 1);
    text.field("rss_overhead_bytes", 0);
    text.decimal("mem_fragmentation_ratio", MemoryFacts.ratio(memory.resident(), memory.used()));
    text.field("mem_fragmentation_bytes", memory.resident() - memory.used());
    text.zeros(
        "mem_not_counted_for_evict",
        "mem_replication_backlog",
        "mem_total_replication_buffers",
        "mem_clients_slaves");
    text.field("mem_clients_normal", memory.clients());
    text.zeros("mem_cluster_links", "mem_aof_buffer");
    text.field("mem_allocator", "jvm-" + System.getProperty("java.vm.version"));
    text.zeros("active_defrag_running", "lazyfree_pending_objects", "lazyfreed_objects");
  }

  static void cpu(Context context, InfoText text) {
    long[] micros = processorMicros();
    text.section("CPU");
    text.field("used_cpu_sys", seconds(micros[1]));
    text.field("used_cpu_user", seconds(micros[0]));
    text.field("used_cpu_sys_children", seconds(0));
    text.field("used_cpu_user_children", seconds(0));
  }

  private static String seconds(long micros) {
    return String.format(
        Locale.ROOT, "%d.%06d", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
  }

  /** The time that the process spent in its own code and in the kernel's. */
  private static long[] processorMicros() {
    try {
      String stat = Files.readString(STAT);
      // The second field is the program's name in brackets and may hold blanks.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return new long[] {
        Long.parseLong(fields[11]) * MICROS_PER_TICK, Long.parseLong(fields[12]) * MICROS_PER_TICK
      };
    } catch (IOException e) {
      boolean known =
          ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean;
      return new long[] {known ? totalMicros() : 0, 0};
    }
  }

  private static long totalMicros() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1000;
  }
}
