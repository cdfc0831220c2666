package rasl.whatsapp.connection;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.pace.HaltWords;
import tools.jackson.databind.JsonNode;

/** What can be wrong with a connection, each in words for people and with what to do about it. */
final class TroubleWords {
  private static final String NEW_TOKEN =
      "Make a permanent token for a system user in Meta Business Suite, with the permissions"
          + " whatsapp_business_messaging and whatsapp_business_management, and enter it here.";

  private TroubleWords() {}

  /** Asking for the number failed. */
  static Trouble ofNumber(GraphError error) {
    return switch (error.code()) {
      case NumberHealth.SILENT -> silent();
      case 0, 104, 190 -> deadToken();
      case 33, 100, 803 ->
          Trouble.error(
              Trouble.NUMBER_UNKNOWN,
              "WhatsApp does not know this phone number id, or the access token may not use it.",
              "Copy the phone number id (not the phone number) from WhatsApp Manager, API setup,"
                  + " and give the token's system user full control of the WhatsApp account.");
      case 2, 4, 80007, 80008, 131016, 133004 -> silent();
      default ->
          error.code() == 3 || error.code() == 10 || (error.code() >= 200 && error.code() <= 299)
              ? missingScope("whatsapp_business_management")
              : refused(error);
    };
  }

  private static Trouble refused(GraphError error) {
    return Trouble.error(
        "whatsapp_refuses",
        "WhatsApp refuses: " + error.text() + ".",
        "See the state of the number in WhatsApp Manager.");
  }

  private static Trouble silent() {
    return Trouble.error(
        Trouble.SILENT,
        "WhatsApp does not answer at the moment.",
        "Try again in a few minutes. If it stays so, see metastatus.com.");
  }

  /** The number is known, and cannot send. */
  static Trouble ofSending(GraphError error) {
    String words = HaltWords.of(error);
    int end = words.indexOf(". ") + 1;
    return Trouble.error(
        "cannot_send",
        "This number cannot send: " + (end > 0 ? words.substring(0, end) : words),
        end > 0 ? words.substring(end).strip() : "See the number's state in WhatsApp Manager.");
  }

  /** What the number's own fields say. */
  static List<Trouble> ofState(JsonNode number) {
    var troubles = new ArrayList<Trouble>();
    quality(number.path("quality_rating").asString("")).ifPresent(troubles::add);
    String name = number.path("name_status").asString("APPROVED");
    if (name.equals("DECLINED") || name.equals("EXPIRED") || name.equals("PENDING_REVIEW")) {
      troubles.add(
          Trouble.notice(
              "name_not_approved",
              "The display name is not approved: customers see the phone number instead.",
              "See the display name in WhatsApp Manager, and ask for a review of another one."));
    }
    if (number.path("whatsapp_business_manager_messaging_limit").asString("").equals("TIER_250")) {
      troubles.add(
          Trouble.notice(
              "limit_low",
              "Only 250 customers a day can be written to who did not write first.",
              "Verify your business in Meta Business Suite: the limit rises to 2,000."));
    }
    if (number.path("is_on_biz_app").asBoolean(false)) {
      troubles.add(
          Trouble.notice(
              "shared_with_phone",
              "The number is used in the WhatsApp Business app too: it sends 20 messages a second"
                  + " at most.",
              "Nothing, unless you send much: then move the number to the Cloud API alone."));
    }
    return troubles;
  }

  private static Optional<Trouble> quality(String rating) {
    return rating.equals("RED") || rating.equals("YELLOW")
        ? Optional.of(
            Trouble.warning(
                "quality_low",
                "Customers block or report this number: its quality is "
                    + (rating.equals("RED") ? "low" : "medium")
                    + ".",
                "Write only to people who asked for it, less often, and with what they expect. Meta"
                    + " lowers the limits of numbers whose quality stays low."))
        : Optional.empty();
  }

  /** Asking for the account's numbers failed. */
  static Trouble ofAccount(GraphAnswer answer) {
    return switch (answer) {
      case GraphAnswer.Refused(var error) when ErrorClass.of(error) == ErrorClass.RETRY -> silent();
      case GraphAnswer.Refused(var error)
          when error.code() == 10 || (error.code() >= 200 && error.code() <= 299) ->
          missingScope("whatsapp_business_management");
      case GraphAnswer.Refused _, GraphAnswer.Ok _ ->
          Trouble.error(
              Trouble.ACCOUNT_UNKNOWN,
              "WhatsApp does not know this business account id, or the access token may not use"
                  + " it.",
              "Copy the WhatsApp Business Account id from WhatsApp Manager, API setup. It is"
                  + " neither the business id nor the phone number id.");
      case GraphAnswer.Silent _ -> silent();
    };
  }

  static Trouble notInAccount() {
    return Trouble.error(
        Trouble.NUMBER_NOT_IN_ACCOUNT,
        "The phone number does not belong to this WhatsApp Business Account.",
        "Copy both ids from the same page: WhatsApp Manager, API setup.");
  }

  static Trouble notSubscribed(String why) {
    return Trouble.error(
        Trouble.NOT_SUBSCRIBED,
        "What customers write does not arrive: the app is not subscribed to the WhatsApp account"
            + (why.isEmpty() ? "." : " (" + why + ")."),
        "Save the connection again, which subscribes the app. The token must belong to that app.");
  }

  static Trouble deadToken() {
    return Trouble.error(
        Trouble.TOKEN_INVALID,
        "WhatsApp does not accept the access token: it is wrong, has expired, or was withdrawn.",
        NEW_TOKEN);
  }

  static Trouble expiring(Instant at) {
    return Trouble.warning(
        "token_expires",
        "The access token ends on " + at.atOffset(ZoneOffset.UTC).toLocalDate() + ".",
        NEW_TOKEN);
  }

  static Trouble missingScope(String scope) {
    return Trouble.error(
        Trouble.PERMISSION_MISSING,
        "The access token lacks the permission " + scope + ".",
        NEW_TOKEN);
  }

  static Trouble otherApp() {
    return Trouble.warning(
        "token_of_other_app",
        "The access token was made for another app of Meta than the one entered.",
        "Make the token for this app, or enter the id and secret of the token's app: webhooks come"
            + " from the token's app.");
  }

  /** Sending has stopped. */
  static Trouble halted(Connection.Halt halt) {
    return Trouble.error(
        "halted",
        "Sending has stopped. " + halt.reason(),
        "What waits stays queued, and goes out by itself when the number can send again. Check the"
            + " connection once it is repaired, so that it need not wait for the next look.");
  }

  /** Meta's spam limit was met. */
  static Trouble paused(Instant until) {
    return Trouble.warning(
        "paused_for_spam",
        "WhatsApp has stopped this number for now (131048): too many of its messages were blocked"
            + " or reported. What waits goes out after "
            + until.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES)
            + " UTC.",
        "Send less, and only to people who asked for it. See the number's quality in WhatsApp"
            + " Manager.");
  }

  /** Everything stands, but no webhook has come yet. */
  static Trouble nothingHeard(boolean ownApp) {
    return Trouble.notice(
        "nothing_received",
        "No webhook has arrived for this number yet.",
        ownApp
            ? "Enter the callback URL and the verify token in your app at developers.facebook.com,"
                + " WhatsApp, Configuration; subscribe the field \"messages\"; then write to the"
                + " number from your phone."
            : "Write to the number from your phone. If nothing arrives, tell who runs this"
                + " server.");
  }
}
