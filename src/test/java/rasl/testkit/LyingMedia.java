package rasl.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import rasl.crypto.Hashes;
import rasl.json.Json;

/**
 * Something that plays the Cloud API's media calls, honestly until a test says otherwise: {@code
 * GET /v…/{id}} tells of a file, and {@code GET /file/{id}} gives it.
 */
public final class LyingMedia implements AutoCloseable {
  private final RawServer server = RawServer.start(this::serve);
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, Object>> told = new ConcurrentHashMap<>();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Queue<Deed>> deeds = new ConcurrentHashMap<>();

  /** A call that came: its path with query, and whether it brought a token. */
  public record Asked(String path, boolean withToken) {}

  /** What is done with one call, instead of what is right. */
  @FunctionalInterface
  public interface Deed {
    void to(OutputStream caller) throws IOException, InterruptedException;
  }

  private LyingMedia() {}

  public static LyingMedia start() {
    return new LyingMedia();
  }

  public URI url() {
    return server.url();
  }

  /** Has a file; the next calls for it get these answers first. */
  public void has(String id, String mimeType, byte[] bytes, Deed... first) {
    var said = new HashMap<String, Object>();
    said.put("url", url() + "/file/" + id);
    said.put("mime_type", mimeType);
    said.put("sha256", HexFormat.of().formatHex(Hashes.sha256(bytes)));
    said.put("file_size", String.valueOf(bytes.length));
    said.put("id", id);
    told.put(id, said);
    deeds.put("/file/" + id, new ConcurrentLinkedQueue<>(List.of(first)));
    files.put(id, bytes);
  }

  /** Says something else of a file than what is so. */
  public void says(String id, String field, Object value) {
    told.computeIfPresent(
        id,
        (_, said) -> {
          var other = new HashMap<>(said);
          other.put(field, value);
          return other;
        });
  }

  /** What the next calls for what is known of a file get. */
  public void onLook(String id, Deed... first) {
    deeds.put("/look/" + id, new ConcurrentLinkedQueue<>(List.of(first)));
  }

  public static Deed status(int status, String body, String... headers) {
    return out ->
        out.write(
            ("HTTP/1.1 "
                    + status
                    + " X\r\n"
                    + String.join("\r\n", headers)
                    + (headers.length > 0 ? "\r\n" : "")
                    + "Content-Length: "
                    + body.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.UTF_8));
  }

  /** These bytes, though more were promised; then the connection is closed. */
  public static Deed breakOff(byte[] bytes, int promised) {
    return out -> {
      out.write(
          ("HTTP/1.1 200 X\r\nContent-Length: " + promised + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
    };
  }

  /** More and more, without an end. */
  public static Deed endless() {
    return out -> {
      out.write("HTTP/1.1 200 X\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      byte[] piece = new byte[1 << 16];
      while (true) {
        out.write(piece);
      }
    };
  }

  /** The calls whose path begins so. */
  public List<Asked> asked(String path) {
    return asked.stream().filter(one -> one.path().startsWith(path)).toList();
  }

  /** The calls for what is known of a file. */
  public List<Asked> looks(String id) {
    return asked.stream().filter(one -> one.path().matches("/v[0-9.]+/" + id + "\\?.*")).toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
    List<String> head = head(in);
    String path = head.getFirst().split(" ", -1)[1];
    asked.add(
        new Asked(
            path,
            head.stream()
                .anyMatch(l -> l.toLowerCase(Locale.ROOT).startsWith("authorization: bearer "))));
    answer(path, out);
  }

  private void answer(String path, OutputStream out) throws IOException, InterruptedException {
    String id = path.replaceAll("\\?.*", "").replaceAll(".*/", "");
    boolean file = path.startsWith("/file/");
    String kind = file ? "/file/" : "/look/";
    Deed planned = deeds.getOrDefault(kind + id, new ConcurrentLinkedQueue<>()).poll();
    Map<String, Object> said = told.get(id);
    if (planned != null) {
      planned.to(out);
    } else if (said == null) {
      status(404, "{\"error\":{\"message\":\"Unsupported get request\",\"code\":100}}").to(out);
    } else if (file) {
      byte[] bytes = files.getOrDefault(id, new byte[0]);
      breakOff(bytes, bytes.length).to(out);
    } else {
      status(200, Json.write(said)).to(out);
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    var lines = new ArrayList<String>();
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty()) {
        return lines;
      }
      lines.add(line);
    }
    throw new IOException("closed");
  }
}
