package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/** A contact that is deleted at the very moment in which somebody writes to it, or it writes. */
@Timeout(120)
class DeletedContactTest {
  private static final int ROUNDS = 12;
  private static final String WAITING =
      "select count(*) from pg_stat_activity"
          + " where datname = current_database() and wait_event_type = 'Lock'";
  private static final String UNDER_WAY =
      "select count(*) from message where direction = 'outbound'"
          + " and status in ('queued', 'sent', 'delivered')";
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void noMessageKeepsAContactThatIsGone() throws Exception {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    for (int round = 0; round < ROUNDS; round++) {
      String digits = Talk.customer();
      long first = talk.sendLater("+" + digits, "the first");
      long contact = talk.message(first).path("contact_id").asLong(contactOf(digits));
      var calls = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 6; i++) {
        calls.add(() -> send(digits));
      }
      calls.add(3, () -> talk.api.send("DELETE", "/api/v2/contacts/" + contact, null).status());
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Integer> status : threads.invokeAll(calls)) {
          assertThat(status.get()).isIn(200, 202);
        }
      }
    }
    talk.awaitApplied();
    assertThat(dangling("message")).isEmpty();
    assertThat(dangling("conversation")).isEmpty();
  }

  /** The deletion is held open while the message arrives: the message has to wait for its end. */
  @Test
  void aMessageThatArrivesWhileItsContactIsDeletedMakesAnother() throws Exception {
    String digits = talk.openCustomer();
    talk.awaitApplied();
    long gone = contactOf(digits);
    String wamid = "wamid.while-deleted";
    try (Connection deleting = talk.app.database().connectAsOwner();
        Statement statement = deleting.createStatement()) {
      deleting.setAutoCommit(false);
      statement.execute("update message set contact_id = null where contact_id = " + gone);
      statement.execute("delete from contact where id = " + gone);
      talk.webhook(
          200,
          Talk.body(
              Talk.SANDBOX_NUMBER,
              Map.of("messages", List.of(Talk.inbound(digits, wamid, "Am I still here?")))));
      Waiting.until(Talk.SOON, () -> waiting() > 0 || talk.number(stored(wamid)) == 1);
      deleting.commit();
    }
    talk.awaitApplied();
    assertThat(dangling("message")).isEmpty();
    assertThat(contactOf(digits)).isNotEqualTo(gone);
    assertThat(talk.number("select contact_id from message where wamid = '" + wamid + "'"))
        .isEqualTo(contactOf(digits));
  }

  /** The message has found its contact and is about to be written when the deletion comes. */
  @Test
  void aDeletionWaitsForTheMessageThatIsBeingWritten() throws Exception {
    String digits = talk.openCustomer();
    // Nothing else may wait for the table: no message of another test, and no report of one.
    Waiting.until(Talk.SOON, () -> talk.number(UNDER_WAY) == 0);
    talk.awaitApplied();
    long gone = contactOf(digits);
    try (Connection holding = talk.app.database().connectAsOwner();
        Statement statement = holding.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      holding.setAutoCommit(false);
      statement.execute("lock table message in share mode");
      talk.webhook(
          200,
          Talk.body(
              Talk.SANDBOX_NUMBER,
              Map.of("messages", List.of(Talk.inbound(digits, "wamid.first", "Hello again")))));
      Waiting.until(Talk.SOON, () -> waiting() == 1);
      Future<Integer> deletion =
          threads.submit(() -> talk.api.send("DELETE", "/api/v2/contacts/" + gone, null).status());
      Waiting.until(Talk.SOON, () -> waiting() == 2);
      // The second lock is the contact's: nobody has what the deletion changes next.
      assertThat(waitingForTables()).isEqualTo(1);
      holding.commit();
      assertThat(deletion.get()).isEqualTo(200);
    }
    talk.awaitApplied();
    assertThat(dangling("message")).isEmpty();
    assertThat(dangling("conversation")).isEmpty();
  }

  private static String stored(String wamid) {
    return "select count(*) from message where wamid = '" + wamid + "'";
  }

  private static long waiting() {
    return talk.number(WAITING);
  }

  private static long waitingForTables() {
    return talk.number(WAITING + " and wait_event = 'relation'");
  }

  private static int send(String digits) {
    Api api = talk.api.with("Prefer", "respond-async");
    String body = "{\"phone\": \"+" + digits + "\", \"message\": \"Hello\"}";
    return api.send("POST", Talk.TEXT, body).status();
  }

  private static long contactOf(String digits) {
    return talk.number("select id from contact where phone_key = '" + digits + "'");
  }

  private static List<String> dangling(String table) {
    return talk.rows(
        "select id::text from %s t where contact_id is not null and not exists (select from contact c where c.tenant_id = t.tenant_id and c.id = t.contact_id)"
            .formatted(table));
  }
}
