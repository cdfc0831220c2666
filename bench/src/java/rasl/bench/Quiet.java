package rasl.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * An ordinary tenant: it sends texts and waits for the answer, reads pages of contacts and verifies
 * codes, each on a connection of its own, one call after another with a pause between.
 */
final class Quiet {
  private static final long PAUSE_NANOS = 20_000_000;
  private static final String JSON = "application/json";

  private final int port;
  private final String token;
  private final long firstRecipient;
  private final int recipients;

  /**
   * @param firstRecipient the number of a customer who has written
   * @param recipients how many customers with numbers after it have
   */
  Quiet(int port, String token, long firstRecipient, int recipients) {
    this.port = port;
    this.token = token;
    this.firstRecipient = firstRecipient;
    this.recipients = recipients;
  }

  /** What the three kinds of calls took. */
  record Times(Measured sends, Measured reads, Measured codes) {
    List<Measured> all() {
      return List.of(sends, reads, codes);
    }
  }

  /** Calls for so long. */
  Times run(int seconds) throws InterruptedException, IOException {
    var random = new SplittableRandom(5);
    SplittableRandom forSends = random.split();
    SplittableRandom forCodes = random.split();
    // The system's threads: virtual ones would wait behind what the bench itself computes.
    try (var threads = Executors.newCachedThreadPool()) {
      Future<Measured> sends = threads.submit(calls(seconds, 200, wire -> send(wire, forSends)));
      Future<Measured> reads =
          threads.submit(calls(seconds, 200, wire -> wire.get("/api/v2/contacts?per_page=15")));
      Future<Measured> codes = threads.submit(calls(seconds, 422, wire -> verify(wire, forCodes)));
      return new Times(sends.get(), reads.get(), codes.get());
    } catch (ExecutionException e) {
      throw new IOException("a call of the quiet tenant failed", e.getCause());
    }
  }

  private Wire.Reply send(Wire wire, SplittableRandom random) throws IOException {
    long phone = firstRecipient + random.nextInt(recipients);
    return post(wire, "/api/v2/messages/text", "{\"phone\": \"+%d\", \"message\": \"Hi\"}", phone);
  }

  private static Wire.Reply verify(Wire wire, SplittableRandom random) throws IOException {
    long phone = 966_560_000_000L + random.nextInt(10_000_000);
    return post(wire, "/api/v2/auth/verify", "{\"phone\": \"+%d\", \"code\": \"000000\"}", phone);
  }

  private static Wire.Reply post(Wire wire, String path, String body, long phone)
      throws IOException {
    return wire.post(path, JSON, body.formatted(phone).getBytes(StandardCharsets.US_ASCII));
  }

  private Callable<Measured> calls(int seconds, int status, Call call) {
    return () -> {
      List<Long> nanos = new ArrayList<>();
      long failed = 0;
      long begin = System.nanoTime();
      long end = begin + seconds * 1_000_000_000L;
      try (var wire = new Wire(port, token)) {
        while (System.nanoTime() < end) {
          long start = System.nanoTime();
          Wire.Reply reply = call.on(wire);
          nanos.add(System.nanoTime() - start);
          if (reply.status() != status && failed++ == 0) {
            System.err.println("first unexpected answer: " + reply);
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      long[] times = nanos.stream().mapToLong(Long::longValue).toArray();
      return Measured.of(times, times.length, failed, (System.nanoTime() - begin) / 1e9);
    };
  }

  @FunctionalInterface
  private interface Call {
    Wire.Reply on(Wire wire) throws IOException;
  }
}
