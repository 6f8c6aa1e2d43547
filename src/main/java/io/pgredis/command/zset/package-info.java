/** The commands on sorted sets. */
package io.pgredis.command.zset;
