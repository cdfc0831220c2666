package rasl.whatsapp.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rasl.json.Json;
import rasl.whatsapp.graph.ForeignText;
import rasl.whatsapp.receive.NoticeStore;
import tools.jackson.databind.JsonNode;

/**
 * What WhatsApp's webhooks told of the account that its owner has to know (Meta's "account_update",
 * "account_alerts", "security" and "phone_number_name_update"), each until Meta takes it back or it
 * is old news.
 */
final class ToldTroubles {
  /** How long something is news that Meta never takes back. */
  private static final Duration NEWS = Duration.ofDays(30);

  private static final String SUPPORT =
      "Open Business Support Home in Meta Business Suite, see the reason, and ask for a review"
          + " there.";

  private final Instant now;

  private ToldTroubles(Instant now) {
    this.now = now;
  }

  /** The problems in all that is known of a connection. */
  static List<Trouble> of(List<NoticeStore.Fact> facts, Instant now) {
    var told = new ToldTroubles(now);
    var troubles = new ArrayList<Trouble>();
    for (NoticeStore.Fact fact : facts) {
      told.trouble(fact).ifPresent(troubles::add);
    }
    return troubles;
  }

  private Optional<Trouble> trouble(NoticeStore.Fact fact) {
    JsonNode value = Json.parseTrusted(fact.value());
    boolean isNews = fact.toldAt().isAfter(now.minus(NEWS));
    String field =
        fact.name().contains("/")
            ? fact.name().substring(0, fact.name().indexOf('/'))
            : fact.name();
    return switch (field) {
      case "account_update" -> account(value, isNews);
      case "account_alerts" -> alert(value).filter(_ -> isNews);
      case "security" -> security(value).filter(_ -> isNews);
      case "phone_number_name_update" -> name(value).filter(_ -> isNews);
      default -> Optional.empty();
    };
  }

  private Optional<Trouble> account(JsonNode value, boolean isNews) {
    return switch (text(value, "event")) {
      case "DISABLED_UPDATE", "ACCOUNT_DISABLED" -> disabled(value.path("ban_info"));
      case "ACCOUNT_DELETED" ->
          Optional.of(
              Trouble.error(
                  "account_deleted",
                  "Meta says that the WhatsApp Business Account was deleted.",
                  "Connect a number of another account, or ask Meta's support."));
      case "ACCOUNT_RESTRICTION" -> restricted(value, isNews);
      case "ACCOUNT_VIOLATION" ->
          Optional.of(
                  Trouble.warning(
                      "account_violation",
                      "Meta says that the account broke a policy of WhatsApp's"
                          + in(text(value.path("violation_info"), "violation_type"))
                          + ".",
                      SUPPORT))
              .filter(_ -> isNews);
      case "PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED" ->
          Optional.of(
                  Trouble.error(
                      "app_removed",
                      "The app was removed from the WhatsApp Business Account.",
                      "Give the app access to the account again, and save the connection anew."))
              .filter(_ -> isNews);
      default -> Optional.empty();
    };
  }

  private static Optional<Trouble> disabled(JsonNode ban) {
    String state = text(ban, "waba_ban_state");
    return switch (state) {
      case "REINSTATE" -> Optional.empty();
      case "SCHEDULE_FOR_DISABLE" ->
          Optional.of(
              Trouble.warning(
                  "account_to_be_disabled",
                  "Meta is going to disable the WhatsApp Business Account"
                      + in(text(ban, "waba_ban_date"))
                      + ".",
                  SUPPORT));
      default ->
          Optional.of(
              Trouble.error(
                  "account_disabled",
                  "Meta has disabled the WhatsApp Business Account"
                      + in(text(ban, "waba_ban_date"))
                      + ".",
                  SUPPORT));
    };
  }

  /** Each restriction may have an end of its own, in Unix seconds. */
  private Optional<Trouble> restricted(JsonNode value, boolean isNews) {
    var holding = new ArrayList<String>();
    Instant last = Instant.EPOCH;
    for (JsonNode one : value.path("restriction_info")) {
      long seconds = one.path("expiration").asLong(0);
      Instant end = Instant.ofEpochSecond(Math.clamp(seconds, 0, 253_402_300_799L));
      if (seconds <= 0 ? isNews : end.isAfter(now)) {
        holding.add(text(one, "restriction_type"));
        last = end.isAfter(last) ? end : last;
      }
    }
    return holding.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Trouble.error(
                "account_restricted",
                "Meta has restricted the account"
                    + in(String.join(", ", holding))
                    + (last.equals(Instant.EPOCH)
                        ? "."
                        : " until " + last.atOffset(ZoneOffset.UTC).toLocalDate() + "."),
                SUPPORT));
  }

  private static Optional<Trouble> alert(JsonNode value) {
    JsonNode info = value.path("alert_info").isObject() ? value.path("alert_info") : value;
    String status = text(info, "alert_status");
    if (status.equals("NONE") || status.equals("RESOLVED") || status.equals("INACTIVE")) {
      return Optional.empty();
    }
    String said = text(info, "alert_description");
    String message =
        "Meta alerts: "
            + text(info, "alert_type")
            + (said.isEmpty() ? "" : " (" + said + ")")
            + ".";
    String action = "See the account in WhatsApp Manager.";
    return Optional.of(
        switch (text(info, "alert_severity")) {
          case "CRITICAL", "WARNING" -> Trouble.warning("account_alert", message, action);
          default -> Trouble.notice("account_alert", message, action);
        });
  }

  private static Optional<Trouble> security(JsonNode value) {
    String event = text(value, "event");
    return event.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Trouble.warning(
                "security_event",
                "The two-step verification of the number was touched (" + event + ").",
                "If nobody of yours did that, change the PIN in WhatsApp Manager, and look who has"
                    + " access to the account."));
  }

  private static Optional<Trouble> name(JsonNode value) {
    String decision = text(value, "decision");
    if (!decision.equals("REJECTED") && !decision.equals("DECLINED")) {
      return Optional.empty();
    }
    return Optional.of(
        Trouble.warning(
            "name_rejected",
            "Meta has rejected the display name"
                + in(text(value, "requested_verified_name"))
                + (text(value, "rejection_reason").isEmpty()
                    ? "."
                    : ": " + text(value, "rejection_reason") + "."),
            "Choose another display name in WhatsApp Manager, and ask for its review."));
  }

  private static String in(String text) {
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  private static String text(JsonNode node, String field) {
    return ForeignText.clean(node.path(field).asString(""));
  }
}
