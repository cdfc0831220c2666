package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/** What waits to be sent when its account is suspended. */
class SuspendedSendTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void itIsHeldUntilTheAccountIsResumedAndThenGoesOut() throws InterruptedException {
    String customer = talk.openCustomer();
    long id =
        talk.api
            .post(
                202,
                Talk.TEXT,
                Map.of(
                    "phone",
                    customer,
                    "message",
                    "Held",
                    "send_at",
                    Instant.now().plusSeconds(3600).toString()))
            .data()
            .path("chat_message_id")
            .asLong();
    Api operator = talk.app.operator();
    String tenant = "/api/v2/operator/tenants/" + talk.app.sandboxTenant();
    operator.call(200, "POST", tenant + "/suspend", null);
    talk.app.database().asOwner("update job set run_at = now(), state = 'ready' where ref = " + id);
    talk.app.wake();
    Waiting.until(Talk.SOON, () -> talk.number("select waits from job where ref = " + id) > 0);
    assertThat(talk.outbox(customer)).isEmpty();
    assertThat(talk.number("select count(*) from message where status = 'failed' and id = " + id))
        .isZero();
    operator.call(200, "POST", tenant + "/resume", null);
    Waiting.until(Talk.SOON, () -> talk.api.send("GET", "/api/v2/account", null).status() == 200);
    talk.awaitStatus(id, "read");
    assertThat(talk.outbox(customer)).hasSize(1);
  }
}
