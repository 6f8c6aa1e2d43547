/** Commands about the connection itself: who it is, how it speaks, and the other connections. */
package io.pgredis.command.connection;
