/** The commands of transactions. */
package io.pgredis.command.transactions;
