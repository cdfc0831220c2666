package rasl.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import rasl.json.Json;
import rasl.refusal.Refusal;

/**
 * A refusal as an answer: the one place that knows status, code, message and details of each
 * (contract 1.2).
 *
 * @param details empty where the contract gives none; values may be null
 * @param headers beyond those that every answer has
 */
record Problem(
    int status,
    String code,
    String message,
    Map<String, Object> details,
    Map<String, String> headers) {

  /** No default branch: a new refusal does not compile until it has an answer here. */
  static Problem of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unauthorized _ -> unauthorized();
      case Refusal.OfPeople ofPeople -> ofPeople(ofPeople);
      case Refusal.InsufficientScope lacking -> insufficientScope(lacking);
      case Refusal.AccountSuspended _ -> of(403, "ACCOUNT_SUSPENDED", "The account is suspended");
      case Refusal.FeatureLimitExceeded limit -> featureLimit(limit);
      case Refusal.FeatureNotAvailable(var feature) -> featureNotAvailable(feature);
      case Refusal.ContactOptedOut(var id, var marketing) -> contactOptedOut(id, marketing);
      case Refusal.NotFound(var what) -> of(404, "NOT_FOUND", what + " not found");
      case Refusal.MethodNotAllowed method -> methodNotAllowed(method);
      case Refusal.ResourceConflict(var message, var count) ->
          of(409, "RESOURCE_CONFLICT", message).detail("contacts_count", count);
      case Refusal.NotCancellable(var status) -> notCancellable(status);
      case Refusal.IdempotencyConflict conflict -> idempotencyConflict(conflict);
      case Refusal.Invalid invalid -> invalid(invalid);
      case Refusal.UnsupportedMediaType(var message) -> of(415, "UNSUPPORTED_MEDIA_TYPE", message);
      case Refusal.PayloadTooLarge tooLarge -> payloadTooLarge(tooLarge);
      case Refusal.WhatsAppNotConfigured _ -> whatsAppNotConfigured();
      case Refusal.ServiceWindowClosed closed -> serviceWindowClosed(closed);
      case Refusal.RateLimited(var wait) -> rateLimited(wait);
      case Refusal.MessageSendFailed failed -> messageSendFailed(failed);
      case Refusal.OneTimeCode code -> oneTimeCode(code);
      case Refusal.ServiceUnavailable(var wait, var reason) ->
          reason.map(why -> unavailable(wait, why)).orElseGet(() -> unavailable(wait));
      case Refusal.PositionGone(var oldest) -> positionGone(oldest);
      case Refusal.EventsLeased(var wait) -> eventsLeased(wait);
      case Refusal.WhatsAppSilent(var wait) -> whatsAppSilent(wait);
    };
  }

  /** What the server library refuses by itself, before any refusal of ours. */
  static Problem of(int status, String reason) {
    return switch (status) {
      case 404 -> of(status, "NOT_FOUND", reason);
      case 408 -> of(status, "REQUEST_TIMEOUT", reason);
      case 413 -> of(status, "PAYLOAD_TOO_LARGE", reason);
      case 414 -> of(status, "URI_TOO_LONG", reason);
      case 431 -> of(status, "REQUEST_HEADER_FIELDS_TOO_LARGE", reason);
      case 426, 505 -> of(status, "HTTP_VERSION_NOT_SUPPORTED", reason);
      case 503 -> unavailable(Duration.ofSeconds(5));
      default ->
          status < 500 ? of(status, "BAD_REQUEST", reason) : of(status, "INTERNAL_ERROR", reason);
    };
  }

  /** A bug or an outage: nothing of it is shown. */
  static Problem internal() {
    return of(500, "INTERNAL_ERROR", "Something went wrong on our side");
  }

  /** Readiness: which of its checks are down. */
  static Problem notReady(Map<String, String> checks, Map<String, String> reasons) {
    return unavailable(Duration.ofSeconds(5)).detail("checks", checks).detail("reasons", reasons);
  }

  private static Problem positionGone(long oldest) {
    return of(410, "POSITION_GONE", "What follows this position is not kept any more")
        .detail("oldest_position", oldest);
  }

  private static Problem eventsLeased(Duration wait) {
    return of(
            409, "RESOURCE_CONFLICT", "Events of this consumer are taken and not yet acknowledged")
        .retryAfter(seconds(wait));
  }

  private static Problem whatsAppSilent(Duration wait) {
    return of(
            503, "SERVICE_UNAVAILABLE", "WhatsApp does not answer for the moment; try again later")
        .retryAfter(seconds(wait));
  }

  private static Problem ofPeople(Refusal.OfPeople refusal) {
    return switch (refusal) {
      case Refusal.OfPeople.SignInFailed _ ->
          of(401, "SIGN_IN_FAILED", "The email, the password or the code is wrong");
      case Refusal.OfPeople.SecondFactorRequired _ ->
          of(401, "SECOND_FACTOR_REQUIRED", "Send a one-time code, or a recovery code, as code");
      case Refusal.OfPeople.RecentSignInRequired _ ->
          of(403, "RECENT_SIGN_IN_REQUIRED", "Sign in again, and do it within 15 minutes");
      case Refusal.OfPeople.OwnersOnly _ ->
          of(403, "OWNER_REQUIRED", "Only an owner makes, changes and removes owners");
      case Refusal.OfPeople.CrossSite(var message) -> of(403, "CROSS_SITE_REQUEST", message);
      case Refusal.OfPeople.Conflict(var message) -> of(409, "RESOURCE_CONFLICT", message);
    };
  }

  private static Problem unauthorized() {
    return of(401, "UNAUTHORIZED", "A valid API token or session is required")
        .header("WWW-Authenticate", "Bearer");
  }

  private static Problem whatsAppNotConfigured() {
    return of(422, "WHATSAPP_NOT_CONFIGURED", "WhatsApp is not connected for this account");
  }

  private static Problem insufficientScope(Refusal.InsufficientScope lacking) {
    String message =
        switch (lacking.where()) {
          case TOKEN -> "The token lacks the scope " + lacking.required();
          case ROLE -> "Your role lacks the scope " + lacking.required();
          case NO_OPERATOR -> "Only an operator may do this, signed in with a second factor";
        };
    return of(403, "INSUFFICIENT_SCOPE", message).detail("required", lacking.required());
  }

  private static Problem featureLimit(Refusal.FeatureLimitExceeded limit) {
    return of(403, "FEATURE_LIMIT_EXCEEDED", "The plan's limit is reached: " + limit.feature())
        .detail("feature", limit.feature())
        .detail("current", limit.current())
        .detail("maximum", limit.maximum());
  }

  private static Problem featureNotAvailable(String feature) {
    return of(403, "FEATURE_NOT_AVAILABLE", "The plan does not include " + feature)
        .detail("feature", feature);
  }

  private static Problem contactOptedOut(long id, boolean marketing) {
    return marketing
        ? of(403, "CONTACT_OPTED_OUT", "The contact has opted out of marketing")
            .detail("contact_id", id)
            .detail("scope", "marketing")
        : of(403, "CONTACT_OPTED_OUT", "The contact has opted out of messages")
            .detail("contact_id", id);
  }

  private static Problem methodNotAllowed(Refusal.MethodNotAllowed method) {
    String allowed = String.join(", ", method.allowed());
    return of(405, "METHOD_NOT_ALLOWED", "This path takes " + allowed).header("Allow", allowed);
  }

  private static Problem notCancellable(String status) {
    String why =
        switch (status) {
          case "queued", "scheduled" -> "it is being sent, or may have been";
          default -> "it is " + status;
        };
    return of(409, "RESOURCE_CONFLICT", "The message cannot be cancelled any more: " + why)
        .detail("status", status);
  }

  private static Problem idempotencyConflict(Refusal.IdempotencyConflict conflict) {
    Problem problem = of(409, "IDEMPOTENCY_CONFLICT", conflict.message());
    return conflict.retryAfter().map(wait -> problem.retryAfter(seconds(wait))).orElse(problem);
  }

  private static Problem invalid(Refusal.Invalid invalid) {
    Problem problem =
        of(422, "VALIDATION_ERROR", "The given data was invalid")
            .detail("errors", invalid.errors());
    return invalid.reason().map(reason -> problem.detail("reason", reason)).orElse(problem);
  }

  private static Problem payloadTooLarge(Refusal.PayloadTooLarge tooLarge) {
    return of(
        413,
        "PAYLOAD_TOO_LARGE",
        "The %s may have %d bytes at most".formatted(tooLarge.what(), tooLarge.maxBytes()));
  }

  private static Problem serviceWindowClosed(Refusal.ServiceWindowClosed closed) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("window_closed_at", closed.closedAt().map(Json::time).orElse(null));
    return new Problem(
        422,
        "SERVICE_WINDOW_CLOSED",
        "The contact has not written within 24 hours: only a template can be sent",
        details,
        Map.of());
  }

  private static Problem rateLimited(Duration wait) {
    return of(429, "RATE_LIMIT_EXCEEDED", "Too many calls")
        .detail("retry_after", seconds(wait))
        .retryAfter(seconds(wait));
  }

  private static Problem messageSendFailed(Refusal.MessageSendFailed failed) {
    Map<String, Object> whatsapp = new LinkedHashMap<>();
    whatsapp.put("code", failed.code());
    whatsapp.put("title", failed.title());
    whatsapp.put("details", failed.details());
    return of(500, "MESSAGE_SEND_FAILED", "WhatsApp refused the message: " + failed.title())
        .detail("whatsapp", whatsapp);
  }

  private static Problem oneTimeCode(Refusal.OneTimeCode code) {
    return switch (code) {
      case Refusal.OneTimeCode.NotFound _ ->
          of(422, "OTP_NOT_FOUND", "There is no code for this phone and purpose");
      case Refusal.OneTimeCode.Expired _ -> of(422, "OTP_EXPIRED", "The code has expired");
      case Refusal.OneTimeCode.AttemptsExceeded _ ->
          of(422, "MAX_ATTEMPTS_EXCEEDED", "The code was guessed wrong too often");
      case Refusal.OneTimeCode.Wrong(var remaining) ->
          of(422, "INVALID_CODE", "The code is wrong").detail("attempts_remaining", remaining);
    };
  }

  private static Problem unavailable(Duration wait) {
    return of(503, "SERVICE_UNAVAILABLE", "The service is unavailable for the moment")
        .retryAfter(seconds(wait));
  }

  private static Problem unavailable(Duration wait, Refusal.ServiceUnavailable.Reason reason) {
    return switch (reason) {
      case BUSY -> unavailable(wait, "Too much is under way; try again later", "busy");
      case QUERY_TOO_SLOW ->
          unavailable(wait, "The query took too long; narrow its filter", "query_too_slow");
    };
  }

  private static Problem unavailable(Duration wait, String message, String reason) {
    return of(503, "SERVICE_UNAVAILABLE", message)
        .detail("reason", reason)
        .retryAfter(seconds(wait));
  }

  private static Problem of(int status, String code, String message) {
    return new Problem(status, code, message, Map.of(), Map.of());
  }

  private Problem detail(String name, Object value) {
    var more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new Problem(status, code, message, more, headers);
  }

  private Problem header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, message, details, more);
  }

  private Problem retryAfter(long seconds) {
    return header("Retry-After", Long.toString(seconds));
  }

  /** Whole seconds, rounded up and at least 1: a caller that waits so long is not too early. */
  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }
}
