/** The command line: {@code pgredis server}, {@code ping}, {@code version}, {@code inspect}. */
package io.pgredis.cli;
