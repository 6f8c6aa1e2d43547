package io.pgredis.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * {@code tcp-keepalive}, as Redis sets it: a client that has been silent for so many seconds is
 * asked by its system whether it is there, again after a third of that, and is gone after the third
 * question without an answer. Where there is no epoll, the system's own times hold.
 */
final class KeepAlive {
  private static final int QUESTIONS = 3;

  private KeepAlive() {}

  /**
   * Sets it for one client.
   *
   * @param seconds 0 for off
   */
  static void set(Channel channel, int seconds) {
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, seconds > 0);
    if (seconds > 0 && channel instanceof EpollSocketChannel) {
      channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
      channel
          .config()
          .setOption(EpollChannelOption.TCP_KEEPINTVL, Math.max(1, seconds / QUESTIONS));
      channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, QUESTIONS);
    }
  }
}
