/**
 * PostgreSQL, set-based: the pool, the migrations, and the statements that lock, load, flush and
 * commit a batch. The only package that sees JDBC.
 */
package io.pgredis.sql;
