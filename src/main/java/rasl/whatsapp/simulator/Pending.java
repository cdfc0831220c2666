package rasl.whatsapp.simulator;

import java.util.Comparator;

/** An update whose webhook has not been taken yet, with what it is about. */
record Pending(Update update, Subject subject) {
  static final Comparator<Pending> BY_TIME =
      Comparator.comparing((Pending pending) -> pending.update().due())
          .thenComparingLong(pending -> pending.update().id());

  /** What an update is about. */
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
  record Outgoing(String number, String user, String wamid, String callbackData)
      implements Subject {}

  /** A text from the customer. */
  record Incoming(String number, String user, String wamid, String name, String text)
      implements Subject {}
}
