package rasl.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * A receiver of webhooks that answers as a test says, byte by byte, so that it can also break off.
 * Each path is a receiver of its own; without a word it takes everything.
 */
public final class LyingReceiver implements AutoCloseable {
  private static final String CRLF = "\r\n";

  private final RawServer server = RawServer.start(this::serve);
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Deed>> plans = new ConcurrentHashMap<>();
  private final Map<String, Supplier<Deed>> customs = new ConcurrentHashMap<>();

  private LyingReceiver() {}

  /**
   * A request that came.
   *
   * @param headers by lower-case name
   * @param deed what was done with it
   */
  public record Got(String path, Map<String, String> headers, byte[] body, Deed deed) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return Json.parse(body);
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** What is done with a request, the body of which is read but where it says otherwise. */
  public sealed interface Deed {
    /** Whether whoever sent it is told at once that it was taken. */
    default boolean isSuccess() {
      return false;
    }

    private static boolean isTaken(String answer) {
      return answer.startsWith("HTTP/1.1 2") && answer.contains(CRLF + CRLF);
    }

    /** These bytes, and the connection is closed. */
    record Raw(String bytes) implements Deed {
      @Override
      public boolean isSuccess() {
        return isTaken(bytes);
      }
    }

    /** A byte now and then, until the caller has gone. */
    record Dripping(String head) implements Deed {
      @Override
      public boolean isSuccess() {
        return isTaken(head);
      }
    }

    /** As many bytes as the caller takes. */
    record Endless(String head) implements Deed {
      @Override
      public boolean isSuccess() {
        return isTaken(head);
      }
    }

    /** Closes with the body unread. */
    record Rude() implements Deed {}

    /** Waits for a test's word, then does something else. */
    record Held(CountDownLatch until, Deed then) implements Deed {}
  }

  public static LyingReceiver start() {
    return new LyingReceiver();
  }

  public static Deed answer(int status) {
    return answer(status, "", "done");
  }

  /**
   * An answer.
   *
   * @param headers whole lines, each with its end
   */
  public static Deed answer(int status, String headers, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return new Deed.Raw(head(status) + headers + "Content-Length: " + length + CRLF + CRLF + body);
  }

  private static String head(int status) {
    return "HTTP/1.1 " + status + " X" + CRLF + "Connection: close" + CRLF;
  }

  /** Headers come, and then the body drips. */
  public static Deed dripping(int status) {
    return new Deed.Dripping(head(status) + CRLF);
  }

  /** Even the headers drip. */
  public static Deed drippingHead() {
    return new Deed.Dripping("HTTP/1.1 200 X" + CRLF + "X-Slow: ");
  }

  public static Deed endless(int status) {
    return new Deed.Endless(head(status) + CRLF);
  }

  public static Deed drop() {
    return new Deed.Raw("");
  }

  public static Deed rude() {
    return new Deed.Rude();
  }

  public static Deed hang() {
    return new Deed.Held(new CountDownLatch(1), drop());
  }

  public static Deed held(CountDownLatch until, Deed then) {
    return new Deed.Held(until, then);
  }

  /** The URL of one receiver, such as {@code /orders}. */
  public URI url(String path) {
    return server.url().resolve(path);
  }

  /** What is done with the next requests to a path, one after the other. */
  public void plan(String path, Deed... deeds) {
    plans.computeIfAbsent(path, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(deeds));
  }

  /** What is done with every request to a path for which nothing is planned. */
  public void always(String path, Deed deed) {
    varying(path, () -> deed);
  }

  /** The same, chosen anew for each request. */
  public void varying(String path, Supplier<Deed> deeds) {
    customs.put(path, deeds);
  }

  /** What came to a path, in order. */
  public List<Got> got(String path) {
    return got.stream().filter(one -> one.path().equals(path)).toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
    Map<String, String> head = readHead(in);
    String path = head.getOrDefault("", "");
    Deed deed = plans.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll();
    if (deed == null) {
      deed = customs.getOrDefault(path, () -> answer(200)).get();
    }
    if (deed instanceof Deed.Rude) {
      got.add(new Got(path, head, new byte[0], deed));
      return;
    }
    int length = Integer.parseInt(head.getOrDefault("content-length", "0"));
    got.add(new Got(path, head, in.readNBytes(length), deed));
    if (deed instanceof Deed.Held(var until, var then)) {
      boolean _ = until.await(60, TimeUnit.SECONDS);
      deed = then;
    }
    act(deed, out);
  }

  private static void act(Deed deed, OutputStream out) throws IOException, InterruptedException {
    switch (deed) {
      case Deed.Raw(var bytes) -> out.write(bytes.getBytes(StandardCharsets.UTF_8));
      case Deed.Dripping(var head) -> {
        out.write(head.getBytes(StandardCharsets.UTF_8));
        while (!Thread.currentThread().isInterrupted()) {
          out.write('.');
          out.flush();
          Thread.sleep(20);
        }
      }
      case Deed.Endless(var head) -> {
        out.write(head.getBytes(StandardCharsets.UTF_8));
        while (!Thread.currentThread().isInterrupted()) {
          out.write(new byte[8192]);
        }
      }
      case Deed.Rude _, Deed.Held _ -> throw new IllegalArgumentException("not here: " + deed);
    }
  }

  /** The headers, and the path by an empty name. */
  private static Map<String, String> readHead(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(CRLF + CRLF)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      bytes.write(next);
    }
    List<String> lines = bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
    var head = new TreeMap<String, String>();
    head.put("", lines.getFirst().split(" ", 3)[1]);
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        head.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return head;
  }
}
