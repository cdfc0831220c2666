package rasl.simulator;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.BiPredicate;
import rasl.crypto.Hashes;

/** Decides at the moment of acceptance what a message costs and what will become of it. */
final class Acceptance {
  /** From here on Meta charges messages inside the service window too. */
  static final Instant SERVICE_MESSAGES_CHARGED = Instant.parse("2026-10-01T00:00:00Z");

  private static final int LAST_VERSION_WITH_CONVERSATIONS = 23;

  private final State state;
  private final SimulatorAccount account;
  private final BiPredicate<String, String> reactable;
  private final Instant now;

  /**
   * Made for one message, under the world's lock.
   *
   * @param reactable whether a customer's key and a message's id belong together
   */
  Acceptance(
      State state, SimulatorAccount account, BiPredicate<String, String> reactable, Instant now) {
    this.state = state;
    this.account = account;
    this.reactable = reactable;
    this.now = now;
  }

  record Verdict(StatusPlan.Course course, Terms terms) {}

  /** The recipient's key; refuses whom Meta refuses at once. */
  String recipient(OutgoingMessage message) {
    String number = account.phoneNumberId();
    Rules rules = state.rules();
    String user = key(message);
    if (user.equals(account.displayPhoneNumber())) {
      throw MetaError.of(131021, "Recipient phone number is the sender's").thrown();
    }
    if (!rules.testRecipients().isEmpty()
        && !rules.testRecipients().contains(message.recipient())) {
      throw MetaError.of(131030, ErrorTable.get(131030).details()).thrown();
    }
    if (!state.profile(number).registered()) {
      throw MetaError.of(133010, ErrorTable.get(133010).details()).thrown();
    }
    return user;
  }

  /** As {@link #recipient}, and within the limits on speed. */
  String admit(OutgoingMessage message) {
    String user = recipient(message);
    state.pace().check(account.phoneNumberId(), user, now, state.rules());
    return user;
  }

  private String key(OutgoingMessage message) {
    Directory directory = state.directory();
    if (message.byUserId()) {
      return directory.keyOfUserId(message.recipient()).orElse(message.recipient());
    }
    boolean bare = state.rules().strictPlus() && !message.input().strip().startsWith("+");
    String digits =
        bare
            ? RegionalIds.countryCode(account.displayPhoneNumber()) + message.recipient()
            : message.recipient();
    return directory.key(digits, state.rules().regionalIds());
  }

  Verdict judge(OutgoingMessage message, String user, String category, int failsLaterWith) {
    User recipient = state.directory().user(user);
    int error = failsLaterWith != 0 ? failsLaterWith : failure(message, recipient, category);
    boolean voice =
        message.type().equals("audio") && message.content().node().path("voice").asBoolean(false);
    var course =
        new StatusPlan.Course(error, message.type().equals("reaction"), recipient.reads(), voice);
    boolean tellsUserId = recipient.phoneHidden() || state.rules().userIds() || message.byUserId();
    var terms =
        new Terms(
            category,
            priceType(user, category),
            conversation(user, category),
            tellsUserId ? Directory.userId(recipient) : "",
            recipient.phoneHidden());
    return new Verdict(course, terms);
  }

  /** Why this message will fail, as Meta's code; 0 where it will not. */
  private int failure(OutgoingMessage message, User recipient, String category) {
    String user = recipient.key();
    boolean stranger = message.byUserId() && !state.directory().met().contains(user);
    if (StatusPlan.isNotOnWhatsApp(user) || stranger) {
      return ErrorTable.UNDELIVERABLE;
    }
    if (hasBadLink(message)) {
      return 131053;
    }
    if (message.type().equals("reaction")
        && !reactable.test(user, message.content().node().path("message_id").asString(""))) {
      return 131009;
    }
    if (category.startsWith("marketing") && recipient.marketingStopped()) {
      return 131050;
    }
    boolean open = state.windows().isOpen(account.phoneNumberId(), user, now);
    return open || message.isTemplate() ? 0 : ErrorTable.WINDOW_CLOSED;
  }

  /** No link is ever fetched; those below {@code .invalid} count as unreachable. */
  private static boolean hasBadLink(OutgoingMessage message) {
    return message.content().node().findValues("link").stream()
        .map(link -> Links.host(link.asString("")).orElse(""))
        .anyMatch(host -> host.toLowerCase(Locale.ROOT).endsWith(".invalid"));
  }

  private String priceType(String user, String category) {
    String number = account.phoneNumberId();
    if (state.windows().isFreeEntry(number, user, now)) {
      return "free_entry_point";
    }
    boolean inWindow = category.equals("service") || category.equals("utility");
    return inWindow
            && now.isBefore(SERVICE_MESSAGES_CHARGED)
            && state.windows().isOpen(number, user, now)
        ? "free_customer_service"
        : "regular";
  }

  /** Old webhooks always tell of a conversation, new ones inside a free entry point only. */
  private String conversation(String user, String category) {
    String number = account.phoneNumberId();
    if (state.rules().webhookVersion() > LAST_VERSION_WITH_CONVERSATIONS
        && !state.windows().isFreeEntry(number, user, now)) {
      return "";
    }
    long day = now.getEpochSecond() / 86_400;
    byte[] hash = Hashes.sha256(number + "/" + user + "/" + category + "/" + day);
    return HexFormat.of().formatHex(hash, 0, 16);
  }
}
