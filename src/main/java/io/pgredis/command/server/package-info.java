/** Commands about the server: its commands, configuration, state and statistics. */
package io.pgredis.command.server;
