/**
 * The PostgreSQL that pgredis brings along for a single machine: finds or unpacks its programs,
 * makes a cluster, runs it as a child process that cannot outlive pgredis, and stops it.
 */
package io.pgredis.embedded;
