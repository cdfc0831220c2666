package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** The server dies between taking out what WhatsApp sent and storing what follows from it. */
class CrashWhileReadingTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  /** The transaction that stores the fourth message dies three times, as a killed server's does. */
  @Test
  void nothingIsLostAndNothingDoubled() throws InterruptedException {
    talk.sql(
        """
        create sequence deaths;
        grant usage on sequence deaths to public;
        create function die_a_few_times() returns trigger language plpgsql security definer as $$
        begin
          if new.body = 'deadly' and nextval('deaths') <= 3 then
            perform pg_terminate_backend(pg_backend_pid());
          end if;
          return new;
        end $$;
        create trigger die_a_few_times after insert on message
          for each row execute function die_a_few_times();
        """);
    String customer = Talk.customer();
    var messages = new ArrayList<Map<String, Object>>();
    for (int i = 1; i <= 6; i++) {
      messages.add(Talk.inbound(customer, "wamid.CR" + i, i == 4 ? "deadly" : "fine"));
    }
    messages.add(
        Map.of("id", "wamid.CR7", "from", customer, "type", "image", "image", Map.of("id", "12")));
    try {
      talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
      Waiting.until(
          Talk.SOON,
          () -> talk.number("select count(*) from message where wamid like 'wamid.CR%'") == 7);
      assertThat(talk.number("select last_value from deaths")).isGreaterThan(3);
      talk.awaitApplied();
      talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
      talk.awaitApplied();
    } finally {
      talk.sql("drop trigger die_a_few_times on message; drop function die_a_few_times()");
    }
    assertThat(talk.rows("select body from message where wamid like 'wamid.CR%' order by id"))
        .containsExactly("fine", "fine", "fine", "deadly", "fine", "fine", "null");
    assertThat(
            talk.number(
                """
                select count(*) from event
                where type = 'message.received' and resource_id in (
                  select id from message where wamid like 'wamid.CR%')
                """))
        .isEqualTo(7);
    assertThat(talk.number("select count(*) from inbound_media where media_id = '12'")).isOne();
    assertThat(talk.number("select count(*) from job where kind = 'media.fetch'")).isOne();
    assertThat(talk.number("select count(*) from contact where phone_key = '" + customer + "'"))
        .isOne();
    assertThat(talk.number("select count(*) from whatsapp_inbox")).isZero();
    JsonNode thread =
        talk.api
            .get(200, "/api/v2/conversations?filter[is_unread]=true&search=" + customer)
            .data()
            .get(0);
    assertThat(thread.path("unread_count").asInt()).isEqualTo(7);
    assertThat(thread.path("is_open").asBoolean()).isTrue();
    assertThat(talk.send(200, "+" + customer, "Still here").at("/data/status").asString())
        .isEqualTo("sent");
  }
}
