/** Commands on lists. */
package io.pgredis.command.list;
