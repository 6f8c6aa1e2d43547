/**
 * Counters and samples of what the server does. A leaf: it knows nothing of commands or clients.
 */
package io.pgredis.metrics;
