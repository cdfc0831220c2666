package rasl.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * A browser without a window, driven over the Chrome DevTools Protocol: it shows a page of the test
 * kit as if it were one of the server's.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final String LISTENING = "DevTools listening on ";

  /** Generous: it ends only what hangs. */
  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Talk talk = new Talk();
  private final WebSocket socket;
  private final String session;

  private Chromium(Path program) {
    folder = Folders.temporary("chromium");
    try {
      process =
          new ProcessBuilder(
                  program.toString(),
                  "--headless=new",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + folder,
                  "about:blank")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(address(process), talk)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the browser does not listen", e);
    }
    session = openTab();
  }

  /** Where one is installed; empty where none is. */
  public static Optional<Path> find() {
    return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  /** Starts it. */
  public static Chromium start(Path program) {
    return new Chromium(program);
  }

  private static URI address(Process process) throws IOException {
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(line.substring(LISTENING.length()).strip());
      }
    }
    throw new IOException("the browser ended at its start");
  }

  private String openTab() {
    String target =
        ask("", "Target.createTarget", Map.of("url", "about:blank")).path("targetId").asString();
    return ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
        .path("sessionId")
        .asString();
  }

  /** Gives it an authenticator that keeps passkeys and says yes at once. */
  public void plugInAuthenticator(boolean verifiesItsUser) {
    command("WebAuthn.enable", Map.of());
    var options = new LinkedHashMap<String, Object>();
    options.put("protocol", "ctap2");
    options.put("transport", "internal");
    options.put("hasResidentKey", true);
    options.put("hasUserVerification", verifiesItsUser);
    options.put("isUserVerified", verifiesItsUser);
    options.put("automaticPresenceSimulation", true);
    command("WebAuthn.addVirtualAuthenticator", Map.of("options", options));
  }

  /** Shows a page of the test kit under a URL of the server. */
  public void show(String url, byte[] page) {
    talk.page = page;
    command("Fetch.enable", Map.of("patterns", List.of(Map.of("urlPattern", url))));
    command("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    command("Page.navigate", Map.of("url", url));
  }

  /** Runs an expression in the page once it is there, and gives what it or its promise is. */
  public JsonNode run(String expression) {
    String whenLoaded =
        "(async () => { if (document.readyState !== 'complete') {"
            + " await new Promise(done => addEventListener('load', done)); }"
            + " return %s; })()".formatted(expression);
    JsonNode answer =
        command(
            "Runtime.evaluate",
            Map.of("expression", whenLoaded, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.path("exceptionDetails").toString());
    }
    return answer.at("/result/value");
  }

  private JsonNode command(String method, Map<String, Object> parameters) {
    return ask(session, method, parameters);
  }

  private JsonNode ask(String in, String method, Map<String, Object> parameters) {
    try {
      JsonNode answer =
          talk.send(socket, in, method, parameters).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer.has("error")) {
        throw new AssertionError(method + ": " + answer.path("error"));
      }
      return answer.path("result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " got no answer", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Folders.delete(folder);
  }

  /** Commands, their answers, and the requests for the page. */
  private static final class Talk implements WebSocket.Listener {
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private volatile byte[] page = new byte[0];

    synchronized CompletableFuture<JsonNode> send(
        WebSocket socket, String session, String method, Map<String, Object> parameters) {
      int id = last.incrementAndGet();
      var command = new LinkedHashMap<String, Object>();
      command.put("id", id);
      command.put("method", method);
      command.put("params", parameters);
      if (!session.isEmpty()) {
        command.put("sessionId", session);
      }
      var answer = new CompletableFuture<JsonNode>();
      open.put(id, answer);
      var _ = socket.sendText(Json.write(command), true);
      return answer;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean end) {
      text.append(part);
      if (end) {
        JsonNode message = Json.parse(text.toString());
        text.setLength(0);
        hear(socket, message);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void hear(WebSocket socket, JsonNode message) {
      Optional.ofNullable(open.remove(message.path("id").asInt(0)))
          .ifPresent(answer -> answer.complete(message));
      if (message.path("method").asString("").equals("Fetch.requestPaused")) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("requestId", message.at("/params/requestId").asString());
        answer.put("responseCode", 200);
        answer.put(
            "responseHeaders",
            List.of(Map.of("name", "Content-Type", "value", "text/html; charset=utf-8")));
        answer.put("body", Base64.getEncoder().encodeToString(page));
        var _ = send(socket, message.path("sessionId").asString(), "Fetch.fulfillRequest", answer);
      }
    }
  }
}
