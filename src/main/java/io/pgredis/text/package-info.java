/** How texts are understood, for commands and the configuration alike. It uses nothing of ours. */
package io.pgredis.text;
