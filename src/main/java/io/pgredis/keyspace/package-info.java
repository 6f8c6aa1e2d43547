/**
 * The keyspace as commands see it: a unit of work with an identity map. Everything is Redis's
 * semantics on plain objects; what is loaded, locked and written, and when, is decided here.
 */
package io.pgredis.keyspace;
