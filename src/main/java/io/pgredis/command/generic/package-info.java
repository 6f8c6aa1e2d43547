/** Commands that work on keys of any type, and on whole databases. */
package io.pgredis.command.generic;
