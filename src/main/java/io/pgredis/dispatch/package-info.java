/**
 * Between sockets and engine: a connection's commands in their order, and the services of one
 * instance.
 */
package io.pgredis.dispatch;
