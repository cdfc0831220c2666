package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.message.MediaForms.MEDIA;
import static rasl.message.MediaForms.PDF;
import static rasl.message.MediaForms.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A plan's room for files: nobody passes it, and nobody else notices. */
class StorageLimitTest {
  private static final Talk talk = Talk.start(Map.of());
  private static final AtomicInteger NUMBER = new AtomicInteger(880);

  @AfterAll
  static void stop() {
    talk.close();
  }

  private record Shop(String name, TenantId tenant, Api api) {
    static Shop open() {
      String number = String.valueOf(NUMBER.incrementAndGet());
      String name = "shop-" + number;
      TenantId tenant = talk.app.tenant(name);
      talk.app.set(
          name,
          Map.of(
              "window_policy", "passthrough",
              "whatsapp.phone_number_id", number,
              "whatsapp.business_account_id", "1",
              "whatsapp.display_phone_number", "966500000" + number,
              "whatsapp.access_token", "none"));
      return new Shop(name, tenant, talk.app.as(tenant).with("Prefer", "respond-async"));
    }

    void limit(String bytes) {
      talk.app.set(name, Map.of("storage_limit", bytes));
    }

    Api.Reply send() {
      return api.send(MEDIA, file());
    }

    void send(int status) {
      api.post(status, MEDIA, file());
    }

    private static FormBody file() {
      return form(Talk.customer(), "document").file("media_file", "a.pdf", "application/pdf", PDF);
    }

    long files() {
      return talk.number("select count(*) from media where tenant_id = " + tenant);
    }

    long counted() {
      return talk.number("select bytes from media_tally where tenant_id = " + tenant);
    }
  }

  @Test
  void aFileThatWouldPassThePlanIsRefusedAndNothingOfItStays() {
    Shop full = Shop.open();
    Shop neighbour = Shop.open();
    full.limit(String.valueOf(2 * PDF.length + 1));
    full.send(202);
    full.send(202);
    long stored = talk.files();
    JsonNode refused = full.api().post(403, MEDIA, Shop.file()).error();
    assertThat(refused.path("code").asString()).isEqualTo("FEATURE_LIMIT_EXCEEDED");
    assertThat(refused.path("details").toString())
        .isEqualTo(
            "{\"feature\":\"storage\",\"current\":%d,\"maximum\":%d}"
                .formatted(2 * PDF.length, 2 * PDF.length + 1));
    assertThat(talk.files()).isEqualTo(stored);
    assertThat(full.files()).isEqualTo(2);
    assertThat(full.counted()).isEqualTo(2L * PDF.length);
    neighbour.send(202);

    full.limit("unlimited");
    full.send(202);
    full.limit(String.valueOf(PDF.length));
    full.send(403);
    full.limit("unset");
    full.send(202);
    assertThat(full.counted()).isEqualTo(4L * PDF.length);
  }

  @Test
  void manyFilesAtOnceDoNotPassThePlanTogether() throws InterruptedException {
    Shop shop = Shop.open();
    shop.limit(String.valueOf(3 * PDF.length));
    var accepted = new AtomicInteger();
    var refused = new AtomicInteger();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      senders.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    switch (shop.send().status()) {
                      case 202 -> accepted.incrementAndGet();
                      case 403 -> refused.incrementAndGet();
                      default -> throw new AssertionError();
                    }
                  }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    assertThat(accepted).hasValue(3);
    assertThat(refused).hasValue(9);
    assertThat(shop.files()).isEqualTo(3);
    assertThat(shop.counted()).isEqualTo(3L * PDF.length);
    assertThat(talk.number("select count(*) from message where tenant_id = " + shop.tenant()))
        .isEqualTo(3);
  }

  /** The simulator's account; shops beside it have room. */
  @Test
  void whatACustomerSendsWaitsUntilThereIsRoom() throws InterruptedException {
    Shop neighbour = Shop.open();
    talk.app.set("sandbox", Map.of("storage_limit", "0"));
    JsonNode message = ReceivedFile.send(talk, Talk.customer(), "image", Map.of());
    long id = message.path("id").asLong();
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    "select count(*) from inbound_media where message_id = %d and failures > 0"
                        .formatted(id))
                == 1);
    assertThat(talk.message(id).at("/media/status").asString()).isNotEqualTo("failed");
    neighbour.send(202);
    talk.app.set("sandbox", Map.of("storage_limit", "unset"));
    ReceivedFile.awaitMedia(talk, message, "stored");
  }
}
