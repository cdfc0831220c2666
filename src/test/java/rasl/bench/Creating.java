package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Creates by 32 connections at once, in a tenant without a limit and under one. */
final class Creating {
  private static final int CONNECTIONS = 32;

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
        String body =
            "{\"firstname\":\"New\",\"lastname\":\"One\",\"phone\":\"+%d\",\"type\":\"lead\",\"status_id\":%d,\"source_id\":%d}"
                .formatted(phone.incrementAndGet(), status, source);
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
