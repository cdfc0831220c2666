package rasl.simulator;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An update whose webhook has not been taken yet, with what it is about. */
record Pending(Update update, Subject subject) {
  static final Comparator<Pending> BY_TIME =
      Comparator.comparing((Pending pending) -> pending.update().due())
          .thenComparingLong(pending -> pending.update().id());

  /** The thing that an update is about. */
  sealed interface Subject {
    /** The phone number id of the business. */
    String number();

    /** The customer's digits. */
    String user();

    String wamid();
  }

  /**
   * A message of the business.
   *
   * @param callbackData echoed in every status; empty where the message had none
   */
  record Outgoing(String number, String user, String wamid, String callbackData, Terms terms)
      implements Subject {
    Outgoing(String number, String user, String wamid, String callbackData) {
      this(number, user, wamid, callbackData, Terms.PLAIN);
    }
  }

  /** A message from the customer; a plain text has no other content. */
  record Incoming(
      String number,
      String user,
      String wamid,
      String name,
      String text,
      @Nullable JsonNode content,
      @Nullable User contact)
      implements Subject {}

  /** Anything else: the {@code value} of a webhook's {@code field}. */
  record Notice(String number, String field, JsonNode value) implements Subject {
    @Override
    public String user() {
      return "";
    }

    @Override
    public String wamid() {
      return "";
    }
  }
}
