package rasl.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Something that speaks HTTP in the Cloud API's place, and does to each recipient's messages what a
 * test says: byte by byte, so that it can also break off. Without a word it accepts.
 */
public final class LyingGraph implements AutoCloseable {
  private static final AtomicInteger WAMIDS = new AtomicInteger();

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Deed>> plans = new ConcurrentHashMap<>();

  private LyingGraph(ServerSocket listening) {
    this.listening = listening;
  }

  /** What is done with one message. */
  public sealed interface Deed {
    /** These bytes, and the connection is closed. */
    record Raw(String bytes) implements Deed {}

    /** Waits for a test's word, then does something else. */
    record Held(CountDownLatch until, Deed then) implements Deed {}
  }

  public static LyingGraph start() {
    try {
      var graph = new LyingGraph(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      graph.threads.execute(graph::listen);
      return graph;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Deed answer(int status, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return new Deed.Raw(
        "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n" + body);
  }

  public static Deed accept(String wamid) {
    return answer(200, Json.write(Map.of("messages", List.of(Map.of("id", wamid)))));
  }

  /** An error object. */
  public static Deed refuse(int status, int code, String title, String details) {
    return answer(
        status,
        Json.write(
            Map.of(
                "error",
                Map.of(
                    "message",
                    "(#" + code + ") " + title,
                    "code",
                    code,
                    "error_data",
                    Map.of("details", details)))));
  }

  public static Deed drop() {
    return new Deed.Raw("");
  }

  public static Deed held(CountDownLatch until, Deed then) {
    return new Deed.Held(until, then);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** What is done with the next messages to these digits, one after the other. */
  public void plan(String digits, Deed... deeds) {
    plans.computeIfAbsent(digits, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(deeds));
  }

  /** The messages that came for these digits. */
  public List<JsonNode> received(String digits) {
    return requests.stream()
        .filter(one -> one.path("to").asString("").equals("+" + digits))
        .toList();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException _) {
        return; // Closed: the test is over.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      JsonNode message = Json.parse(readBody(socket.getInputStream()));
      requests.add(message);
      String digits = message.path("to").asString("").substring(1);
      Deed planned = plans.getOrDefault(digits, new ConcurrentLinkedQueue<>()).poll();
      Deed deed = planned == null ? accept("wamid.L" + WAMIDS.incrementAndGet()) : planned;
      if (deed instanceof Deed.Held(var until, var then)) {
        boolean _ = until.await(30, TimeUnit.SECONDS);
        deed = then;
      }
      if (deed instanceof Deed.Raw(var bytes)) {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      // The caller has gone: its matter.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] readBody(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.write(next);
    }
    int length =
        head.toString(StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return in.readNBytes(length);
  }
}
