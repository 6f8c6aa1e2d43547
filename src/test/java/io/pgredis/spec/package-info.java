/** The dual-run suite: the examples in {@code spec/} against a real Redis and against pgredis. */
package io.pgredis.spec;
