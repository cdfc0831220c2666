package rasl.whatsapp.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import rasl.config.OutgoingAllow;
import rasl.http.out.AddressGuard;
import rasl.http.out.BlockedAddressException;
import rasl.http.out.OutgoingAnswer;
import rasl.http.out.OutgoingCall;
import rasl.http.out.OutgoingClient;
import rasl.whatsapp.Connection;

/**
 * Gives files to WhatsApp and fetches them from it, piece by piece. The access token goes to the
 * Graph API and to the host that it names for a file, never to a URL that a webhook names.
 */
public final class GraphMedia implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /** What every transfer may take, beside its bytes. */
  private static final Duration LEAST = Duration.ofSeconds(20);

  /** Slower than this is no transfer. */
  private static final long BYTES_A_SECOND = 200 * 1024;

  private static final long MOST_ANSWER = 1 << 20;
  private static final int MOST_REDIRECTS = 3;
  private static final String BOUNDARY = "rasl-8d1f4c0f3b7e4e0aa2c7";

  private final Graphs graphs;
  private final String version;
  private final GraphClient graph;
  private final HttpClient http;
  private final OutgoingClient realFiles;
  private final OutgoingClient simulatedFiles;

  /**
   * @param graphs where the Graph API is; a file's host must speak TLS unless it is the same
   * @param graph for calls without files
   * @param allow where files may be though it is not public
   */
  public GraphMedia(Graphs graphs, String version, GraphClient graph, OutgoingAllow allow) {
    this.graphs = graphs;
    this.version = version;
    this.graph = graph;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    var guard = new AddressGuard(allow);
    this.realFiles = new OutgoingClient("whatsapp-files", guard.alsoTrusting(graphs::real));
    this.simulatedFiles =
        new OutgoingClient("simulated-files", guard.alsoTrusting(graphs.simulator()));
  }

  /**
   * A file for WhatsApp.
   *
   * @param filename of letters, digits and dots; nobody sees it
   * @param bytes opens the file
   */
  public record Outgoing(
      String mimeType, String filename, long size, Supplier<InputStream> bytes) {}

  /** How long a transfer of so many bytes may take. */
  public static Duration deadline(long bytes) {
    return LEAST.plusSeconds(bytes / BYTES_A_SECOND);
  }

  /** Uploads a file; the answer's {@code id} is WhatsApp's. Doing it twice does no harm. */
  public GraphAnswer upload(Connection from, Outgoing file) throws InterruptedException {
    byte[] head = head(file);
    byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8);
    var body =
        BodyPublishers.fromPublisher(
            BodyPublishers.concat(
                BodyPublishers.ofByteArray(head),
                BodyPublishers.ofInputStream(file.bytes()),
                BodyPublishers.ofByteArray(tail)),
            head.length + file.size() + tail.length);
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(uri(from, "/" + from.phoneNumberId() + "/media"))
              .header("Authorization", "Bearer " + from.accessToken().text())
              .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
              .POST(body)
              .build();
    } catch (IllegalArgumentException _) {
      // Not its text: it may quote the access token.
      return new GraphAnswer.Silent("the connection's number id or access token is malformed");
    }
    return exchange(request, deadline(file.size()));
  }

  private static byte[] head(Outgoing file) {
    return (field("messaging_product", "whatsapp")
            + field("type", file.mimeType())
            + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                .formatted(BOUNDARY, file.filename())
            + "Content-Type: "
            + file.mimeType()
            + "\r\n\r\n")
        .getBytes(UTF_8);
  }

  private static String field(String name, String value) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(BOUNDARY, name, value);
  }

  private GraphAnswer exchange(HttpRequest request, Duration deadline) throws InterruptedException {
    var answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER));
    try {
      return graph.readAnswer(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new GraphAnswer.Silent("the upload broke off: " + e.getCause());
    } catch (TimeoutException _) {
      return new GraphAnswer.Silent("the upload took longer than " + deadline.toSeconds() + " s");
    } finally {
      answer.cancel(true);
    }
  }

  /** What WhatsApp says of a file: {@code url}, {@code mime_type}, {@code sha256}, its size. */
  public GraphAnswer look(Connection from, String mediaId) throws InterruptedException {
    return graph.get(from, mediaId, Map.of("phone_number_id", from.phoneNumberId()));
  }

  /**
   * Fetches a file from where {@link #look} said that it is. Where that place leads on to another,
   * it is followed without the token.
   *
   * @throws BlockedAddressException where that is no place to which a token may go
   * @throws IOException where it does not arrive whole and in time
   */
  public <T> T fetch(
      Connection from, String url, Duration deadline, OutgoingAnswer.Reader<T> reader)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    URI address = fileAddress(from, url);
    Map<String, String> headers = Map.of("Authorization", "Bearer " + from.accessToken().text());
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      URI asked = address;
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      Arrived<T> arrived =
          filesOf(from)
              .call(
                  OutgoingCall.get(asked, headers, left),
                  answer ->
                      isRedirect(answer)
                          ? new Arrived.Elsewhere<>(answer.header("location").orElse(""))
                          : new Arrived.Here<>(reader.read(answer)));
      switch (arrived) {
        case Arrived.Here<T>(var result) -> {
          return result;
        }
        case Arrived.Elsewhere<T>(var location) -> {
          address = fileAddress(from, resolved(asked, location));
          headers = Map.of();
        }
      }
    }
    throw new IOException("WhatsApp's file is behind too many redirects");
  }

  /** What a call for a file came to. */
  private sealed interface Arrived<T> {
    record Here<T>(T result) implements Arrived<T> {}

    record Elsewhere<T>(String location) implements Arrived<T> {}
  }

  private static boolean isRedirect(OutgoingAnswer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String resolved(URI base, String location) throws IOException {
    try {
      return base.resolve(location).toString();
    } catch (IllegalArgumentException _) {
      throw new IOException("WhatsApp redirected to what is no URL");
    }
  }

  private URI fileAddress(Connection from, String url) throws IOException {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException _) {
      throw new IOException("WhatsApp named no URL");
    }
    if (!"https".equalsIgnoreCase(address.getScheme()) && !isOfTheApi(from, address)) {
      throw new BlockedAddressException("WhatsApp named a URL without TLS");
    }
    return address;
  }

  private OutgoingClient filesOf(Connection from) {
    return from.simulated() ? simulatedFiles : realFiles;
  }

  /** The simulator's files are where its API is. */
  private boolean isOfTheApi(Connection from, URI address) {
    URI api = graphs.of(from);
    return api.getScheme().equalsIgnoreCase(address.getScheme())
        && String.valueOf(api.getAuthority()).equals(address.getAuthority());
  }

  private URI uri(Connection from, String path) {
    String root = graphs.of(from).toString();
    return URI.create(
        (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + "/" + version + path);
  }

  @Override
  public void close() {
    http.shutdownNow();
    realFiles.close();
    simulatedFiles.close();
  }
}
