package rasl.whatsapp.pace;

import rasl.whatsapp.graph.GraphError;

/** WhatsApp's reasons why a number cannot send, in words for people, each with what to do. */
public final class HaltWords {
  private HaltWords() {}

  /** One or two sentences: what is wrong, and what to do about it. */
  public static String of(GraphError error) {
    return switch (error.code()) {
      case 0, 104, 190 ->
          "WhatsApp does not accept the access token any more: it has expired or was withdrawn."
              + " Make a permanent token for a system user in Meta Business Suite, and enter it.";
      case 3, 10, 131005 -> permission();
      case 33, 100 ->
          "WhatsApp does not know this phone number id, or the access token may not use it. Compare"
              + " the id with WhatsApp Manager, and give the token's system user this account.";
      case 368, 131031 ->
          "Meta has locked the WhatsApp Business Account, mostly for a breach of its policies. Open"
              + " Business Support Home in Meta Business Suite, and ask for a review there.";
      case 131037 ->
          "The number's display name is not approved yet. Ask for its approval in WhatsApp"
              + " Manager.";
      case 131042, 134011 ->
          "Meta cannot charge the account. Add or repair the payment method, and accept the payment"
              + " terms, in WhatsApp Manager.";
      case 131045, 133010 ->
          "The number is not registered for the Cloud API. Register it in WhatsApp Manager, or with"
              + " the register call and its two-step PIN.";
      default ->
          error.code() >= 200 && error.code() <= 299
              ? permission()
              : "WhatsApp refuses to send from this number ("
                  + error.text()
                  + "). See the account's state in WhatsApp Manager.";
    };
  }

  private static String permission() {
    return "The access token lacks a permission. It needs whatsapp_business_messaging and"
        + " whatsapp_business_management: make a new token with both, and enter it.";
  }
}
