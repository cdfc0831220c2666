package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/** What a tenant's own app sends does not pile up, and holds up nobody else. */
class BacklogTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  /** A tenant with an app of Meta of its own. */
  private record Shop(TenantId tenant, String number, String secret) {
    static Shop named(String name, String number) {
      TenantId tenant = talk.app.tenant(name);
      talk.app.set(
          name,
          Map.of(
              "whatsapp.phone_number_id",
              number,
              "whatsapp.business_account_id",
              "1",
              "whatsapp.display_phone_number",
              "966500" + number,
              "whatsapp.access_token",
              "token",
              "whatsapp.app_secret",
              "secret-of-" + name,
              "whatsapp.verify_token",
              "verify-token-of-" + name));
      return new Shop(tenant, number, "secret-of-" + name);
    }

    Api.Reply post(int status, Map<String, Object> parts) {
      return talk.signed(path(), secret, Json.write(Talk.body(number, parts)), status);
    }

    String path() {
      return "/hooks/whatsapp/"
          + talk.rows(
                  "select app_key from whatsapp_number where phone_number_id = '" + number + "'")
              .getFirst();
    }

    long waiting() {
      return talk.number("select count(*) from whatsapp_inbox where tenant_id = " + tenant);
    }

    void putOff(int changes) {
      talk.sql(
          """
          insert into whatsapp_inbox (tenant_id, field, value, received_at, not_before)
          select %s, 'messages', '{}', now(), now() + interval '1 hour'
          from generate_series(1, %d)
          """
              .formatted(tenant, changes));
    }
  }

  @Test
  void whereTooMuchWaitsTheAppIsAskedToComeBackAndOthersAreServed() throws InterruptedException {
    Shop flood = Shop.named("flood", "7001");
    Shop calm = Shop.named("calm", "7002");
    flood.putOff(50_000);
    var status = Map.<String, Object>of("statuses", List.of(Talk.statusOf("wamid.F1", "read")));
    Api.Reply refused = flood.post(503, status);
    assertThat(refused.error().at("/details/reason").asString()).isEqualTo("busy");
    assertThat(refused.header("Retry-After")).isPresent();
    calm.post(200, status);
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, status));
    assertThat(flood.waiting()).isEqualTo(50_000);

    talk.sql("delete from whatsapp_inbox where tenant_id = " + flood.tenant());
    Waiting.until(
        Duration.ofSeconds(30),
        () -> {
          String body = Json.write(Talk.body(flood.number(), status));
          return talk.signs(flood.path(), flood.secret(), body).status() == 200;
        });
  }

  /** What other work of the tenant holds is waited for beside everything else. */
  @Test
  void whatMeetsALockWaitsAloneAndIsAppliedLater() throws Exception {
    Shop busy = Shop.named("busy", "7005");
    Shop calm = Shop.named("calm-beside", "7006");
    String held = Talk.customer();
    String free = Talk.customer();
    busy.post(200, messages(held, "wamid.LOCK1"));
    Waiting.until(Talk.SOON, () -> stored("wamid.LOCK1"));
    try (Connection holder = talk.app.database().connectAsOwner();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select id from contact where phone_key = '" + held + "' for update");
      statement.execute(
          "select id from conversation where tenant_id = " + busy.tenant() + " for update");
      busy.post(200, messages(held, "wamid.LOCK2"));
      busy.post(200, messages(free, "wamid.LOCK3"));
      calm.post(200, messages(Talk.customer(), "wamid.LOCK4"));
      Waiting.until(Talk.SOON, () -> stored("wamid.LOCK4"));
      Waiting.until(Talk.SOON, () -> stored("wamid.LOCK3"));
      Waiting.until(
          Talk.SOON,
          () ->
              talk.number(
                      "select count(*) from whatsapp_inbox where failures > 0"
                          + " and not_before <= now() + interval '5 seconds' and tenant_id = "
                          + busy.tenant())
                  == 1);
      assertThat(stored("wamid.LOCK2")).isFalse();
    }
    Waiting.until(Duration.ofSeconds(30), () -> stored("wamid.LOCK2"));
    assertThat(busy.waiting()).isZero();
  }

  private static Map<String, Object> messages(String from, String wamid) {
    return Map.of("messages", List.of(Talk.inbound(from, wamid, "Hello")));
  }

  private static boolean stored(String wamid) {
    return talk.number("select count(*) from message where wamid = '" + wamid + "'") == 1;
  }

  @Test
  void statusesOfUnknownMessagesDoNotPileUp() throws InterruptedException {
    Shop flood = Shop.named("guessing", "7003");
    Shop calm = Shop.named("patient", "7004");
    flood.putOff(1_001);
    for (Shop shop : List.of(flood, calm)) {
      shop.post(200, Map.of("statuses", List.of(Talk.statusOf("wamid.NOBODYS", "read"))));
    }
    Waiting.until(Talk.SOON, () -> calm.waiting() == 1);
    talk.awaitApplied();
    assertThat(calm.waiting()).isEqualTo(1);
    assertThat(flood.waiting()).isEqualTo(1_001);
  }
}
