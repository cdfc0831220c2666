package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import rasl.json.Json;

/** Creates by 32 connections at once, in a tenant without a limit and under one. */
final class Creating {
  private static final int CONNECTIONS = 32;
  private static final int BATCH = 1000;
  private static final int BATCHES = 20;

  private final ChildProcess server;
  private final Direct direct;
  private final PrintStream out;
  private final int seconds;
  private final AtomicLong phone = new AtomicLong();

  Creating(ChildProcess server, Direct direct, PrintStream out, int seconds) {
    this.server = server;
    this.direct = direct;
    this.out = out;
    this.seconds = seconds;
  }

  void run(long status, long source, long tenant) throws SQLException {
    String limit = "update tenant_settings set contact_limit = %s where tenant_id = " + tenant;
    phone.set(direct.freePhone(447_700_000_000L, 447_799_999_999L));
    double warm = creates(status, source);
    direct.asOwner(limit.formatted("null"));
    double first = creates(status, source);
    direct.asOwner(limit.formatted("100000000"));
    double limited = creates(status, source);
    direct.asOwner(limit.formatted("null"));
    double unlimited = (first + creates(status, source)) / 2;
    out.printf(
        "%nCreates by %d connections, %d s each (warm: %.0f a second)%n",
        CONNECTIONS, seconds, warm);
    out.printf(
        "  without a limit %.0f a second, under one %.0f: ratio %.2f  of 0.50  %s%n",
        unlimited, limited, limited / unlimited, limited / unlimited >= 0.5 ? "" : "MISSED");
  }

  /** One batch after the other. */
  void batches(long status, long source) throws SQLException, IOException {
    phone.set(direct.freePhone(447_800_000_000L, 447_899_999_999L));
    var took = new Timed(BATCHES);
    try (var wire = new Wire(server.number("port"), server.told("token"))) {
      for (int i = 0; i < 2 * BATCHES; i++) {
        byte[] body = batch(status, source).getBytes(StandardCharsets.UTF_8);
        Timed.Step<Wire.Reply> post =
            () -> wire.post("/api/v2/contacts/batch", "application/json", body);
        Wire.Reply reply = i < BATCHES ? post.run() : took.of(post);
        if (Json.parse(reply.body()).at("/data/summary/created").asInt() != BATCH) {
          throw new IllegalStateException(reply.status() + " " + reply.body());
        }
      }
    }
    out.printf(
        "%nBatches of %,d contacts: p50 %.0f ms, p99 %.0f ms  of 1,000 ms  %s%n",
        BATCH, took.p50(), took.p99(), took.p99() <= 1000 ? "" : "MISSED");
  }

  private String batch(long status, long source) {
    var items = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      items.append(items.isEmpty() ? "" : ",").append(contact(status, source));
    }
    return "{\"contacts\":[" + items + "]}";
  }

  private String contact(long status, long source) {
    return "{\"firstname\":\"New\",\"lastname\":\"One\",\"phone\":\"+%d\",\"type\":\"lead\",\"status_id\":%d,\"source_id\":%d}"
        .formatted(phone.incrementAndGet(), status, source);
  }

  private double creates(long status, long source) {
    var made = new AtomicLong();
    long begin = System.nanoTime();
    long end = begin + seconds * 1_000_000_000L;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.execute(() -> create(status, source, end, made));
      }
    }
    return made.get() / ((System.nanoTime() - begin) / 1e9);
  }

  private void create(long status, long source, long end, AtomicLong made) {
    try (var wire = new Wire(server.number("port"), server.told("token"))) {
      while (System.nanoTime() < end) {
        String body = contact(status, source);
        var reply =
            wire.post(
                "/api/v2/contacts", "application/json", body.getBytes(StandardCharsets.UTF_8));
        if (reply.status() != 201) {
          throw new IllegalStateException(reply.status() + " " + reply.body());
        }
        made.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
