package rasl.whatsapp.receive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Macs;
import rasl.http.PublicHandler;
import rasl.http.RawResponse;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.limit.WrongGuesses;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.whatsapp.App;
import rasl.whatsapp.connection.Apps;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;

/**
 * {@code /hooks/whatsapp}: where WhatsApp's webhooks arrive. The path selects the app, the app's
 * secret checks the raw bytes, and only then is the body looked at. What is answered 200 is stored.
 */
public final class WebhookApi {
  /** WhatsApp's largest body has 3 MB. */
  private static final int MAX_BODY = 3 << 20;

  private static final String REASON = "WhatsApp signs its webhooks";
  private static final String SIGNATURE_PREFIX = "sha256=";

  private static final Pattern SIGNATURE = Pattern.compile(SIGNATURE_PREFIX + "[0-9a-f]{64}");
  private static final Pattern NUMBER_ID = Pattern.compile("[0-9]{1,40}");
  private static final Pattern FIELD = Pattern.compile("[a-z0-9_]{1,80}");

  /** As seconds this would be the year 5138. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  private final Apps apps;
  private final Inbox inbox;
  private final WrongGuesses guesses;
  private final Counter forged;
  private final Counter dropped;

  public WebhookApi(Apps apps, Inbox inbox, WrongGuesses guesses, MeterRegistry metrics) {
    this.apps = apps;
    this.inbox = inbox;
    this.guesses = guesses;
    this.forged =
        Counter.builder("rasl.whatsapp.webhooks.forged")
            .description("Webhooks with a missing or wrong signature")
            .register(metrics);
    this.dropped =
        Counter.builder("rasl.whatsapp.changes.dropped")
            .description(
                "Changes in signed webhooks about numbers and accounts that are not of that app")
            .register(metrics);
  }

  public void addTo(Routes routes) {
    add(routes, "/hooks/whatsapp", _ -> apps.shared());
    add(routes, "/hooks/whatsapp/{key}", request -> apps.own(request.pathText("key")));
  }

  private void add(Routes routes, String path, Function<Request, Optional<App>> select) {
    addOpen(routes, "GET", path, request -> verify(select.apply(request), request));
    addOpen(routes, "POST", path, request -> receive(select.apply(request), request));
  }

  private static void addOpen(Routes routes, String method, String path, PublicHandler handler) {
    routes.add(new Routes.Route(method, path, new Routes.Access.Open(REASON, handler), MAX_BODY));
  }

  /**
   * Meta's check when a callback URL is entered: the bare challenge comes back. Wrong tokens are
   * counted like wrong access tokens; the right one always works.
   */
  private RawResponse verify(Optional<App> app, Request request) {
    String token = request.query().last("hub.verify_token").orElse("");
    boolean subscribes = request.query().last("hub.mode").filter("subscribe"::equals).isPresent();
    boolean known =
        app.filter(one -> Macs.constantTimeEquals(one.verifyToken().text(), token)).isPresent();
    if (!known && !token.isEmpty()) {
      guesses
          .count(request.clientAddress())
          .ifPresent(
              wait -> {
                throw new Refusal.RateLimited(wait).thrown();
              });
    }
    if (!subscribes || !known || token.isEmpty()) {
      return RawResponse.text(403, "verification failed");
    }
    return RawResponse.text(200, request.query().last("hub.challenge").orElse(""));
  }

  /**
   * The sender is known by its signature alone, which is made while the body arrives; until then
   * the body takes what callers have whom nobody knows.
   */
  private RawResponse receive(Optional<App> app, Request request) {
    Optional<App> signer = app.filter(one -> signs(one, request));
    if (signer.isEmpty()) {
      forged.increment();
      return RawResponse.json(401, "{\"success\":false,\"error\":\"wrong signature\"}");
    }
    request.isFrom(signer.get().key());
    Optional<JsonNode> body = json(request);
    if (body.isEmpty()) {
      return RawResponse.json(400, "{\"success\":false,\"error\":\"not JSON\"}");
    }
    dropped.increment(inbox.store(signer.get().key(), changes(body.get())));
    return RawResponse.json(200, "{\"success\":true}");
  }

  private static Optional<JsonNode> json(Request request) {
    try {
      return request.hasBody() ? Optional.of(request.json()) : Optional.empty();
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Invalid) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The body is read only where there is an app that may have signed it. */
  private static boolean signs(App app, Request request) {
    String signature = request.header("X-Hub-Signature-256").orElse("");
    if (!SIGNATURE.matcher(signature).matches()) {
      return false;
    }
    Macs.Running mac = Macs.hmacSha256(app.secret().text().getBytes(StandardCharsets.UTF_8));
    request.receive(piece -> mac.update(piece, piece.length));
    String ours = HexFormat.of().formatHex(mac.end());
    return Macs.constantTimeEquals(ours, signature.substring(SIGNATURE_PREFIX.length()));
  }

  /** All changes; what names neither a phone number nor a business account is nobody's. */
  private static List<Change> changes(JsonNode body) {
    var changes = new ArrayList<Change>();
    for (JsonNode entry : body.path("entry")) {
      String account = entry.path("id").asString("");
      for (JsonNode change : entry.path("changes")) {
        JsonNode value = change.path("value");
        String number = value.path("metadata").path("phone_number_id").asString("");
        changes.add(
            new Change(
                NUMBER_ID.matcher(number).matches() ? number : null,
                NUMBER_ID.matcher(account).matches() ? account : "",
                field(change),
                toldAt(entry),
                value.path("messages").size(),
                Writers.of(value),
                ForeignText.json(value)));
      }
    }
    return changes;
  }

  private static String field(JsonNode change) {
    String field = change.path("field").asString("");
    return FIELD.matcher(field).matches() ? field : "unknown";
  }

  /** Unix seconds; some of Meta's webhooks count milliseconds. */
  private static @Nullable Instant toldAt(JsonNode entry) {
    long time = entry.path("time").asLong(0);
    if (time <= 0) {
      return null;
    }
    return time < MILLIS_FROM ? Instant.ofEpochSecond(time) : Instant.ofEpochMilli(time);
  }
}
