package rasl.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;

/**
 * How many connections a {@link HttpServer} holds, and how long a client may take to say what it
 * wants, and to take the answer.
 *
 * @param total of all addresses together
 * @param perAddress of one IPv4 address, or of one /64 network of IPv6
 * @param exempt proxies: they carry the connections of many, and only {@code total} holds for them
 * @param head how long a whole request head may take to arrive: from its first byte, or on a new
 *     connection from its beginning
 * @param reader how long a client may take nothing of an answer that waits for it
 * @param meters where open, refused and closed connections are counted
 */
public record ConnectionLimits(
    int total,
    int perAddress,
    Networks exempt,
    Duration head,
    Duration reader,
    MeterRegistry meters) {
  /** Long enough for a slow line: the largest head is a few kilobytes. */
  public static final Duration HEAD = Duration.ofSeconds(10);

  /** Long enough for a line that breaks for a moment, or a phone that changes its network. */
  public static final Duration READER = Duration.ofSeconds(30);

  /** As many as come, for servers that only this machine reaches. */
  public static final ConnectionLimits NONE =
      new ConnectionLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Networks.NONE,
          HEAD,
          READER,
          new CompositeMeterRegistry());
}
