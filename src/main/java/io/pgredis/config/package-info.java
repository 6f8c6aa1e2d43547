/**
 * What can be configured. Each parameter is declared once, in {@link
 * io.pgredis.config.ServerConfig} or {@link io.pgredis.config.OtherParameters}; command-line
 * options, configuration files, CONFIG GET, SET and REWRITE derive from that.
 */
package io.pgredis.config;
