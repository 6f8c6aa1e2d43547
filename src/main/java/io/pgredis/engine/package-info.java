/**
 * Batches: what waits is collected, locked and loaded in one round trip, run in Java, flushed and
 * committed in another, and only then answered.
 */
package io.pgredis.engine;
