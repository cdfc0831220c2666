package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A window is shut for sure only where nothing unread may have opened it. */
class UnreadTest {
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  /** Whom a send is for, and by what name their unread message calls them. */
  private record Case(String phone, String unread) {}

  @Test
  void whatIsUnreadIsLookedForUnderEveryName() throws InterruptedException {
    var customers = new Customers(talk);
    String known = Talk.customer();
    String userId = "SA.990011223344";
    customers.write(known, userId, "Long ago", "Ann");
    String learned = Talk.customer();
    String waId = "9999" + learned;
    customers.write(learned, "", "Long ago", "Bob");
    talk.sql("update contact set wa_id = '" + waId + "' where phone_key = '" + learned + "'");
    talk.sql("update service_window set opened_at = now() - interval '30 hours'");
    for (var one :
        List.of(
            new Case(Talk.customer(), ""),
            new Case("5511987654321", "551187654321"),
            new Case("525512345678", "5215512345678"),
            new Case("541112345678", "5491112345678"),
            new Case("5491187654321", "541187654321"),
            new Case(known, userId),
            new Case(learned, waId))) {
      talk.send(422, "+" + one.phone(), "Are you there?");
      String name = one.unread().isEmpty() ? one.phone() : one.unread();
      // It was put off, such as one that cannot be applied.
      talk.sql(
          """
          insert into whatsapp_inbox
            (tenant_id, phone_number_id, field, value, received_at, not_before, failures)
          values (%1$d, '1', 'messages', '{"messages":[{"from":"%2$s"}]}', now(),
            now() + interval '1 hour', 1);
          insert into whatsapp_inbox_customer (tenant_id, inbox_id, name)
          select %1$d, id, '%2$s' from whatsapp_inbox where failures = 1
          """
              .formatted(talk.app.sandboxTenant().value(), name));
      assertThat(talk.send(200, "+" + one.phone(), "Are you?").at("/data/status").asString())
          .as(name)
          .isEqualTo("sent");
      talk.sql("delete from whatsapp_inbox where failures = 1");
    }
  }
}
