package rasl.message;

import rasl.testkit.Waiting;

/** The bucket of the sandbox's number that all nodes share, in the database. */
final class NumberBucket {
  private static final String OF_NUMBER =
      " from whatsapp_number_pace where phone_number_id = '" + Talk.SANDBOX_NUMBER + "'";

  private final Talk talk;

  NumberBucket(Talk talk) {
    this.talk = talk;
  }

  /** Tests delete it, and a node with tokens in hand makes none for some tenths of a second. */
  void await() throws InterruptedException {
    Waiting.until(
        Talk.SOON,
        () -> {
          talk.send(200, Talk.customer(), "Hi");
          return talk.number("select count(*)" + OF_NUMBER) == 1;
        });
  }

  /** When it is full again; now, where it is full. */
  String fullAt() {
    return talk.rows("select greatest(max(full_at), now())" + OF_NUMBER).getFirst();
  }

  /** Whether that time has moved; this stays true, however late it is asked. */
  boolean isFullLaterBy(String interval, String before) {
    return talk.number(
            "select count(*)"
                + OF_NUMBER
                + " and full_at > timestamptz '%s' + '%s'".formatted(before, interval))
        == 1;
  }
}
