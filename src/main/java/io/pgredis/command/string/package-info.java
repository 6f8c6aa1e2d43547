/** Commands of the group "string". */
package io.pgredis.command.string;
