package rasl.simulator;

import java.util.Map;
import rasl.http.RawRequest;
import rasl.http.RawResponse;

/** The page for people: a phone on the screen. Its data come from the control API. */
final class Page {
  /** Nothing from elsewhere, nothing inline, nobody's frame. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "style.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "bubble.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private Page() {}

  /** Whether this is a browser's request for the page, and not one for the Graph API. */
  static boolean isFor(RawRequest request) {
    boolean root = request.path().equals("/") && request.header("authorization").isEmpty();
    return root || request.path().startsWith("/page/");
  }

  static RawResponse answer(RawRequest request) {
    try {
      ControlGate.checkHost(request);
    } catch (ControlRefusedException e) {
      return RawResponse.text(e.status(), e.text() + "\n");
    }
    String name =
        request.path().equals("/") ? "index.html" : request.path().substring("/page/".length());
    String type = TYPES.get(name);
    if (type == null) {
      return RawResponse.text(404, "There is no such page\n");
    }
    if (!request.method().equals("GET")) {
      return RawResponse.text(405, "This page can only be read\n").with("Allow", "GET");
    }
    return new RawResponse(
        200,
        Map.of(
            "Content-Type", type,
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-cache"),
        Samples.resource(name));
  }
}
