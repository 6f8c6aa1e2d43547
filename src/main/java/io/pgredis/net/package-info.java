/**
 * Sockets, and an instance as a whole: bytes become requests, replies become bytes, and a client
 * that does not keep up is not read from. The only package that sees Netty's channels.
 */
package io.pgredis.net;
