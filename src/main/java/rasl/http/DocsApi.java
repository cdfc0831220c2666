package rasl.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;

/**
 * The OpenAPI file at {@code /api/v2/openapi.yaml}, and as a readable page at {@code /docs}. All of
 * the page comes from this server.
 */
final class DocsApi {
  private static final String REASON = "the documentation holds no one's data";
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";

  /** No script but ours runs there, and none that is written into the page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** The files of the page, and their types; no other file of the jar is given out. */
  private static final Map<String, String> FILES =
      Map.of(
          "swagger-ui.css", "text/css; charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
          "favicon-32x32.png", "image/png");

  private final Envelope envelope;
  private final String version = version();
  private final Map<String, DocsFile> known = new ConcurrentHashMap<>();

  DocsApi(Envelope envelope) {
    this.envelope = envelope;
  }

  void addTo(Routes routes) {
    routes.addPublic("GET", "/", REASON, this::index);
    routes.addPublic("GET", "/api/v2/openapi.yaml", REASON, this::openApi);
    routes.addPublic(
        "GET", "/docs", REASON, request -> page("/docs/index.html", "text/html", request));
    routes.addPublic("GET", "/docs/{file}", REASON, this::file);
  }

  private RawResponse index(Request request) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("name", "Rasl");
    links.put("docs", "/docs");
    links.put("openapi", "/api/v2/openapi.yaml");
    return envelope.of(Answer.ok(links), request.requestId());
  }

  private RawResponse openApi(Request request) {
    return known("/openapi.yaml", "application/yaml; charset=utf-8")
        .answer(request)
        .with("Cache-Control", "no-cache");
  }

  private RawResponse file(Request request) {
    String name = request.pathText("file");
    if (name.equals("docs.js")) {
      return page("/docs/docs.js", "text/javascript", request);
    }
    String type = FILES.get(name);
    if (type == null) {
      throw new Refusal.NotFound("File").thrown();
    }
    return known(WEBJAR + version + "/" + name, type)
        .answer(request)
        .with("Cache-Control", "public, max-age=3600");
  }

  private RawResponse page(String resource, String type, Request request) {
    return known(resource, type + "; charset=utf-8")
        .answer(request)
        .with("Content-Security-Policy", POLICY)
        .with("Cache-Control", "no-cache");
  }

  /** Unpacking a file from the jar costs more than anything else about it: done once. */
  private DocsFile known(String resource, String type) {
    return known.computeIfAbsent(resource, path -> DocsFile.of(type, resource(path)));
  }

  private static String version() {
    try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String path) {
    try (InputStream in = open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    @Nullable InputStream in = DocsApi.class.getResourceAsStream(path);
    if (in == null) {
      throw new Refusal.NotFound("File").thrown();
    }
    return in;
  }
}
