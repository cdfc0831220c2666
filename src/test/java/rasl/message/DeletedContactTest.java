package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A contact that is deleted at the very moment in which somebody writes to it, or it writes. */
@Timeout(120)
class DeletedContactTest {
  private static final int ROUNDS = 12;
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
