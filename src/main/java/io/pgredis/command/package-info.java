/**
 * What a command is: its declaration, its arguments, the state of its connection, and the services
 * that it may use. The families themselves are in the packages below, one for each group.
 */
package io.pgredis.command;
