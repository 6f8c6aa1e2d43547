/** PostgreSQL's sockets in the file system, for its driver. */
package io.pgredis.unix;
