/**
 * The differential fuzzer: random but reproducible command sequences, played against real Redis and
 * against pgredis at the same time, reply by reply.
 *
 * <p>How it hangs together: {@link io.pgredis.fuzz.Table} lists the commands with generators for
 * their arguments; {@link io.pgredis.fuzz.ProgramGenerator} draws a {@link io.pgredis.fuzz.Program}
 * from it, which depends on nothing but its seed; {@link io.pgredis.fuzz.Duel} plays a program
 * against both servers and stops at the first difference; {@link io.pgredis.fuzz.Shrinker} makes a
 * failing program small; {@link io.pgredis.fuzz.Fuzzer} repeats that for as long as it is told to.
 *
 * <p>To add a command, add an entry to the file of its family (or a new file, named in {@link
 * io.pgredis.fuzz.Table}). Nothing else has to change: wrong arity, odd bytes, mixed case and
 * transactions come for free.
 *
 * <p>Expiry must not make a run flaky, so no generator may produce a time to live between one
 * second and {@link io.pgredis.fuzz.Draw#NEAREST_TTL_S}: times are far away or in the past.
 */
package io.pgredis.fuzz;
