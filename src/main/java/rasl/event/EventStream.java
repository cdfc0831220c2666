package rasl.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/**
 * One stream of server-sent events (WHATWG HTML, section 9.2). Each event's id is its position,
 * with which a client that lost the connection goes on, here or at another node. Who reads slowly
 * is waited for a while; then the connection is cut, and the place is not lost.
 */
final class EventStream implements FeedSignal.Listener {
  private static final int AT_ONCE = 100;

  /** Proxies cut what is silent for long. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How often it looks whether its caller is still let in; signals may be lost too. */
  private static final Duration LOOKING = Duration.ofMillis(250);

  /** How often it reads though no signal came. */
  private static final Duration READING = Duration.ofSeconds(2);

  private final EventStreams house;
  private final TenantId tenant;
  private final String id;
  private final Set<String> types;
  private final BooleanSupplier standing;
  private OptionalLong after;
  private boolean news = true;
  private long readAt = System.nanoTime();
  private long wroteAt = System.nanoTime();
  private long renewedAt = System.nanoTime();

  EventStream(
      EventStreams house,
      TenantId tenant,
      String id,
      Set<String> types,
      BooleanSupplier standing,
      OptionalLong after) {
    this.house = house;
    this.tenant = tenant;
    this.id = id;
    this.types = types;
    this.standing = standing;
    this.after = after;
  }

  TenantId tenant() {
    return tenant;
  }

  String id() {
    return id;
  }

  @Override
  public void grown(TenantId whose) {
    if (whose.equals(tenant)) {
      missed();
    }
  }

  @Override
  public synchronized void missed() {
    news = true;
    notifyAll();
  }

  /** Writes until the caller goes, is not let in any more, or the server stops. */
  void writeTo(OutputStream out) throws IOException {
    house.begun(this);
    try {
      write(out, ": open\n\n");
      while (!house.isClosed() && standing.getAsBoolean()) {
        if (hasNews()) {
          writeNews(out);
        }
        if (isOver(wroteAt, HEARTBEAT)) {
          write(out, ": still here\n\n");
        }
        if (isOver(renewedAt, EventStreams.LEASE.dividedBy(3))) {
          house.renew(this);
          renewedAt = System.nanoTime();
        }
        await();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // The server stops.
    } finally {
      house.ended(this);
    }
  }

  /** What is written of the feed in one go. */
  private record Page(OptionalLong gap, List<FeedEvent> events, List<byte[]> bodies) {}

  private void writeNews(OutputStream out) throws IOException {
    Page page = house.db().reading(tenant, this::read);
    readAt = System.nanoTime();
    if (page.gap().isPresent()) {
      long oldest = page.gap().getAsLong();
      write(
          out,
          "id: " + (oldest - 1) + "\nevent: gap\ndata: {\"oldest_position\":" + oldest + "}\n\n");
    }
    for (int i = 0; i < page.events().size(); i++) {
      FeedEvent event = page.events().get(i);
      out.write(
          ("id: " + event.position() + "\nevent: " + event.type() + "\ndata: ")
              .getBytes(StandardCharsets.UTF_8));
      out.write(page.bodies().get(i));
      out.write("\n\n".getBytes(StandardCharsets.UTF_8));
    }
    if (!page.events().isEmpty()) {
      out.flush();
      wroteAt = System.nanoTime();
    }
  }

  /** Where the caller has no place yet, it begins with what came after it. */
  private Page read(TenantTx tx) {
    if (after.isEmpty()) {
      after = house.readers().start(tx, EventStreams.KIND, id);
      if (after.isEmpty()) {
        return new Page(OptionalLong.empty(), List.of(), List.of());
      }
    }
    long oldest = house.feed().oldest(tx);
    OptionalLong gap = OptionalLong.empty();
    if (after.getAsLong() < oldest - 1) {
      gap = OptionalLong.of(oldest);
      after = OptionalLong.of(oldest - 1);
    }
    List<FeedEvent> all = house.feed().after(tx, after.getAsLong(), AT_ONCE);
    if (!all.isEmpty()) {
      after = OptionalLong.of(all.getLast().position());
    }
    if (all.size() == AT_ONCE) {
      missed(); // There may be more.
    }
    List<FeedEvent> theirs = all.stream().filter(event -> types.contains(event.type())).toList();
    return new Page(gap, theirs, house.json().render(tx, theirs));
  }

  private void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    wroteAt = System.nanoTime();
  }

  private synchronized boolean hasNews() {
    boolean any = news || isOver(readAt, READING);
    news = false;
    return any;
  }

  private synchronized void await() throws InterruptedException {
    long end = System.nanoTime() + LOOKING.toNanos();
    long left = LOOKING.toNanos();
    while (!news && left > 0) {
      wait(left / 1_000_000 + 1);
      left = end - System.nanoTime();
    }
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }
}
