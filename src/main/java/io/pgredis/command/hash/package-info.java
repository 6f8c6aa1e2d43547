/** Commands on hashes. */
package io.pgredis.command.hash;
