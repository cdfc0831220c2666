package rasl.http;

import io.micrometer.core.instrument.Counter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, within {@link ConnectionLimits}. Where room is short, those go
 * first that wait for a request, and who holds many gets no more; a request that runs is not cut
 * for that. Whoever sends its head byte by byte is cut off by time, however often a byte comes, and
 * so is who takes nothing of an answer: it holds a thread, memory, and what the answer is made of.
 */
final class OpenConnections implements SelectorManager.AcceptListener {
  /** A connection that has just come may still say what it wants. */
  private static final long SPARE_NANOS = 1_000_000_000L;

  /** Looking for spare connections goes through all of them: not for every one that comes. */
  private static final long PAUSE_NANOS = 100_000_000L;

  private final ConnectionLimits limits;
  private final Map<SelectableChannel, OpenConnection> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> owners = new ConcurrentHashMap<>();
  private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
  private final Counter tooMany;
  private final Counter tooManyOfOne;
  private final Counter slow;
  private final Counter stuck;
  private final Counter spare;

  OpenConnections(ConnectionLimits limits) {
    this.limits = limits;
    if (limits.total() < Integer.MAX_VALUE) {
      limits.meters().gauge("http.connections.open", open, Map::size);
    }
    tooMany = limits.meters().counter("http.connections.refused", "reason", "total");
    tooManyOfOne = limits.meters().counter("http.connections.refused", "reason", "address");
    slow = limits.meters().counter("http.connections.cut", "reason", "slow_head");
    stuck = limits.meters().counter("http.connections.cut", "reason", "slow_reader");
    spare = limits.meters().counter("http.connections.cut", "reason", "room_needed");
  }

  /** Whether there is room for a connection that has come; it counts from here on. */
  boolean admit(SelectableChannel channel, @Nullable SocketAddress peer) {
    long now = System.nanoTime();
    String owner = owner(peer);
    if (open.size() >= limits.total() - limits.total() / 4) {
      cutSpare(now, limits.total() / 16 + 1);
    }
    if (open.size() >= roomFor(owner)) {
      tooMany.increment();
      return false;
    }
    if (!owner.isEmpty() && owners.merge(owner, 1, Integer::sum) > limits.perAddress()) {
      leave(owner);
      tooManyOfOne.increment();
      return false;
    }
    open.put(channel, new OpenConnection(owner, now));
    return true;
  }

  /** The last eighth is for addresses that hold no connection, and for proxies. */
  private int roomFor(String owner) {
    boolean holds = !owner.isEmpty() && owners.containsKey(owner);
    return holds ? limits.total() - limits.total() / 8 : limits.total();
  }

  /** Empty for those whose connections are not counted by address. */
  private String owner(@Nullable SocketAddress peer) {
    if (limits.perAddress() == Integer.MAX_VALUE
        || !(peer instanceof InetSocketAddress socket)
        || socket.getAddress() == null) {
      return "";
    }
    String address = socket.getAddress().getHostAddress();
    return limits.exempt().contains(address) ? "" : Networks.neighbourhood(address);
  }

  private void cutSpare(long now, int most) {
    long last = lookedAt.get();
    if (now - last < PAUSE_NANOS || !lookedAt.compareAndSet(last, now)) {
      return;
    }
    List<OpenConnection> longest =
        open.values().stream()
            .filter(one -> one.isSpare(now, SPARE_NANOS))
            .sorted(Comparator.comparingLong(one -> one.since() - now))
            .limit(most)
            .toList();
    longest.forEach(OpenConnection::cut);
    spare.increment(longest.size());
  }

  /**
   * Cuts off those whose head does not come, or who take nothing of an answer; to be called about
   * once a second.
   */
  void cutSlow() {
    long now = System.nanoTime();
    for (OpenConnection one : open.values()) {
      if (one.isHeadLate(now, limits.head().toNanos())) {
        slow.increment();
        one.cut();
      } else if (one.isReaderStuck(now, limits.reader().toNanos())) {
        stuck.increment();
        one.cut();
      }
    }
  }

  void opened(EndPoint end) {
    OpenConnection one = of(end);
    if (one != null) {
      one.opened(end);
    }
  }

  /** What is known of a connection; null where it was closed meanwhile. */
  @Nullable OpenConnection of(EndPoint end) {
    return end.getTransport() instanceof SelectableChannel channel ? open.get(channel) : null;
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    OpenConnection closed = open.remove(channel);
    if (closed != null && !closed.owner().isEmpty()) {
      leave(closed.owner());
    }
  }

  private void leave(String owner) {
    owners.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
  }
}
