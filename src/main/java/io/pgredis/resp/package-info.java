/**
 * Redis's wire protocol without sockets: replies as values, their encoding in RESP2 and RESP3, and
 * the incremental decoder of requests. Depends on nothing else in pgredis.
 */
package io.pgredis.resp;
