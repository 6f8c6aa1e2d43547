/** The commands on sets. */
package io.pgredis.command.set;
