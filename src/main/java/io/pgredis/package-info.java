/** pgredis: a server that speaks the Redis protocol and keeps every byte in PostgreSQL. */
package io.pgredis;
