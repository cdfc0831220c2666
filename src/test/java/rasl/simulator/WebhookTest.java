package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WebhookTest {
  private static final String CUSTOMER = "966512345678";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final Receiver receiver = new Receiver();
  private Play play;

  @BeforeEach
  void start() {
    play = Play.start(folder, clock, receiver);
  }

  @AfterEach
  void stop() {
    play.close();
    receiver.close();
  }

  private JsonNode status(String wamid, String status) {
    return receiver.taken().stream()
        .filter(update -> update.path("id").asString("").equals(wamid))
        .filter(update -> update.path("status").asString("").equals(status))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMessageInsideTheWindowIsSentThenDeliveredThenRead() {
    play.inbound(CUSTOMER);
    String wamid = play.accepted("+" + CUSTOMER);

    clock.advance(Duration.ofMillis(150));
    receiver.awaitStatuses(wamid, "sent");
    clock.advance(Duration.ofMillis(350));
    receiver.awaitStatuses(wamid, "sent", "delivered");
    clock.advance(Duration.ofMillis(700));
    receiver.awaitStatuses(wamid, "sent", "delivered", "read");
    assertThat(status(wamid, "read").path("recipient_id").stringValue()).isEqualTo(CUSTOMER);
    assertThat(status(wamid, "read").path("timestamp").stringValue())
        .isEqualTo(Long.toString(Instant.parse("2026-11-23T10:00:01Z").getEpochSecond()));
  }

  @Test
  void byDefaultAllStatusesFollowWithinThreeSeconds() {
    SimulatorTimings usual = SimulatorTimings.usual();
    assertThat(usual.sent()).isLessThan(usual.delivered());
    assertThat(usual.delivered()).isLessThan(usual.read());
    assertThat(usual.read()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void webhooksAreSignedOverTheirAsciiBytes() {
    play.control(
        "/control/inbound",
        "{\"from\":\"+" + CUSTOMER + "\",\"type\":\"text\",\"text\":\"مرحبا é \uD83D\uDE00 a/b\"}");
    receiver.await(it -> it.posts().size() == 1, "the webhook");

    Receiver.Post post = receiver.posts().getFirst();
    String body = new String(post.body(), StandardCharsets.UTF_8);
    assertThat(body)
        .matches("[\\x20-\\x7e]+")
        .contains("\\u0645\\u0631\\u062d\\u0628\\u0627 \\u00e9 \\ud83d\\ude00 a\\/b");
    assertThat(post.updates().getFirst().path("text").path("body").stringValue())
        .isEqualTo("مرحبا é \uD83D\uDE00 a/b");
    assertThat(post.request().header("x-hub-signature-256"))
        .contains(Signature.of("app-secret", post.body()));
    assertThat(post.request().header("user-agent")).contains("facebookexternalua");
    assertThat(post.request().header("content-type")).contains("application/json");
  }

  @Test
  void aCustomersMessageHasMetasEnvelope() {
    play.control(
        "/control/inbound",
        "{\"from\":\"" + CUSTOMER + "\",\"type\":\"text\",\"text\":\"Hi\",\"name\":\"Ann\"}");
    receiver.await(it -> it.posts().size() == 1, "the webhook");

    JsonNode json = receiver.posts().getFirst().json();
    assertThat(json.path("object").stringValue()).isEqualTo("whatsapp_business_account");
    JsonNode entry = json.path("entry").path(0);
    assertThat(entry.path("id").stringValue()).isEqualTo(Play.ACCOUNT.wabaId());
    JsonNode change = entry.path("changes").path(0);
    assertThat(change.path("field").stringValue()).isEqualTo("messages");
    JsonNode value = change.path("value");
    assertThat(value.path("metadata").path("phone_number_id").stringValue())
        .isEqualTo(Play.ACCOUNT.phoneNumberId());
    assertThat(value.path("metadata").path("display_phone_number").stringValue())
        .isEqualTo(Play.ACCOUNT.displayPhoneNumber());
    JsonNode contact = value.path("contacts").path(0);
    assertThat(contact.path("wa_id").stringValue()).isEqualTo(CUSTOMER);
    assertThat(contact.path("profile").path("name").stringValue()).isEqualTo("Ann");
    JsonNode message = value.path("messages").path(0);
    assertThat(message.path("from").stringValue()).isEqualTo(CUSTOMER);
    assertThat(message.path("type").stringValue()).isEqualTo("text");
    assertThat(message.path("id").stringValue()).startsWith("wamid.");
  }

  @Test
  void callbackDataComesBackInEveryStatusAndThePriceInTwo() {
    play.inbound(CUSTOMER);
    String json =
        """
        {"messaging_product":"whatsapp","to":"+%s","text":{"body":"Hi"},
        "biz_opaque_callback_data":"order-42"}\
        """
            .formatted(CUSTOMER);
    String wamid = play.send(json).json().path("messages").path(0).path("id").stringValue();
    play.advance(Duration.ofSeconds(2));
    receiver.await(it -> it.statuses(wamid).size() == 3, "three statuses");

    for (String status : List.of("sent", "delivered", "read")) {
      assertThat(status(wamid, status).path("biz_opaque_callback_data").stringValue())
          .isEqualTo("order-42");
    }
    JsonNode pricing = status(wamid, "sent").path("pricing");
    assertThat(pricing.path("pricing_model").stringValue()).isEqualTo("PMP");
    assertThat(pricing.path("category").stringValue()).isEqualTo("service");
    assertThat(pricing.path("type").stringValue()).isEqualTo("regular");
    assertThat(status(wamid, "delivered").has("pricing")).isTrue();
    assertThat(status(wamid, "read").has("pricing")).isFalse();
  }

  @Test
  void outsideTheWindowAMessageIsAcceptedAndFailsLater() {
    play.inbound(CUSTOMER);
    play.advance(Duration.ofHours(24).minusSeconds(1));
    String inside = play.accepted(CUSTOMER);
    play.advance(Duration.ofSeconds(1));
    String outside = play.accepted(CUSTOMER);
    String never = play.accepted("966599999999");
    play.advance(Duration.ofSeconds(2));

    receiver.await(it -> it.statuses(inside).size() == 3, "three statuses");
    receiver.awaitStatuses(outside, "failed");
    receiver.awaitStatuses(never, "failed");
    JsonNode error = status(outside, "failed").path("errors").path(0);
    assertThat(error.path("code").asInt()).isEqualTo(131047);
    assertThat(error.path("title").stringValue()).isEqualTo("Re-engagement message");
    assertThat(error.path("message")).isEqualTo(error.path("title"));
    assertThat(error.path("error_data").path("details").stringValue()).contains("24 hours");
    assertThat(error.path("href").stringValue()).isNotEmpty();
    assertThat(play.outbox("")).contains(outside, never);
  }

  @Test
  void eachBusinessNumberHasAWindowOfItsOwn() {
    play.inbound(CUSTOMER);
    var request =
        play.request(
                "POST",
                "/v25.0/" + Play.OTHER.phoneNumberId() + "/messages",
                Play.text(CUSTOMER, "Hi"))
            .header("Authorization", "Bearer token-2");
    String wamid = play.exchange(request).json().path("messages").path(0).path("id").stringValue();
    play.advance(Duration.ofSeconds(2));
    receiver.awaitStatuses(wamid, "failed");
  }

  @Test
  void aNumberThatEndsIn0000IsNotOnWhatsApp() {
    String wamid = play.accepted("+966512340000");
    play.advance(Duration.ofSeconds(2));
    receiver.awaitStatuses(wamid, "failed");
    assertThat(status(wamid, "failed").path("errors").path(0).path("code").asInt())
        .isEqualTo(131026);
  }

  @Test
  void whatIsNotTakenComesAgainAtOnceAndThenAfterGrowingPauses() {
    receiver.answerNext(500, 404, 301, 204);
    play.inbound(CUSTOMER);
    receiver.await(it -> it.posts().size() == 2, "the try at once");

    Instant failedTwice = clock.instant();
    receiver.await(
        it -> it.taken().size() == 1, "the last try", () -> clock.advance(Duration.ofMillis(100)));
    assertThat(receiver.posts()).hasSize(5);
    assertThat(Duration.between(failedTwice, clock.instant()))
        .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(15));

    List<String> bodies =
        receiver.posts().stream()
            .map(post -> new String(post.body(), StandardCharsets.UTF_8))
            .distinct()
            .toList();
    assertThat(bodies).hasSize(1);
  }

  @Test
  void pausesGrowToAMinuteAndEndAfterSevenDays() {
    Instant start = clock.instant();
    var update = new Update(1, Update.Kind.SENT, start, start, 0);
    Batch batch =
        Batch.first(
            "1", List.of(new Pending(update, new Pending.Outgoing("1", "2", "w", ""))), start);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batch = batch.afterFailure(start);
      pauses.add(Duration.between(start, batch.nextTry()).toSeconds());
    }
    assertThat(pauses).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    assertThat(batch.isGivenUp()).isFalse();
    assertThat(batch.afterFailure(start.plus(Duration.ofDays(7))).isGivenUp()).isTrue();
  }

  @Test
  void aHangingCallbackHoldsUpNoAcceptanceAndWhatGathersGoesInFewPosts() {
    play.steer("/control/webhooks", "{'updates_per_post':100}");
    receiver.hang();
    for (int i = 0; i < 8; i++) {
      play.inbound(CUSTOMER);
      int posts = Math.min(i + 1, 4);
      receiver.await(it -> it.posts().size() >= posts, "a post under way");
    }
    List<String> wamids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      wamids.add(play.accepted(CUSTOMER));
    }
    play.advance(Duration.ofSeconds(2));
    assertThat(receiver.posts()).hasSizeLessThanOrEqualTo(4);

    receiver.release();
    receiver.await(
        it -> wamids.stream().allMatch(wamid -> it.statuses(wamid).size() == 3), "all statuses");
    int most = receiver.posts().stream().mapToInt(post -> post.updates().size()).max().orElse(0);
    assertThat(most).isBetween(60, 100);
  }

  @Test
  void webhooksWaitUntilACallbackIsKnown() {
    try (Play alone = Play.start(folder.resolve("alone"), clock, Optional.empty())) {
      String wamid = alone.inbound(CUSTOMER);
      assertThat(alone.get("/control/state").json().path("pending_webhooks").asInt()).isEqualTo(1);
      alone.simulator.setCallback(receiver.url());
      receiver.await(
          it -> it.taken().stream().anyMatch(one -> one.path("id").asString("").equals(wamid)),
          "the message");
    }
  }

  @Test
  void theSwitchesDelayDoubleShuffleAndSkip() {
    play.inbound(CUSTOMER);
    receiver.await(it -> it.taken().size() == 1, "the inbound message");
    play.control("/control/webhooks", "{\"delay_ms\":60000,\"skip_delivered\":true}");
    String delayed = play.accepted(CUSTOMER);
    Play.Reply switches =
        play.control(
            "/control/webhooks",
            "{\"delay_ms\":0,\"skip_delivered\":false,\"duplicate\":true,\"shuffle\":true}");
    assertThat(switches.json().path("duplicate").booleanValue()).isTrue();
    assertThat(switches.json().path("delay_ms").asInt()).isZero();
    String mixed = play.accepted(CUSTOMER);

    clock.advance(Duration.ofMillis(170));
    receiver.await(it -> it.statuses(mixed).size() == 1, "the first");
    clock.advance(Duration.ofMillis(350));
    receiver.await(it -> it.statuses(mixed).size() >= 3, "the second and a double");
    clock.advance(Duration.ofMillis(800));
    receiver.await(it -> it.statuses(mixed).size() == 6, "all, twice");
    assertThat(receiver.statuses(mixed).stream().distinct().toList())
        .containsExactlyInAnyOrder("sent", "delivered", "read")
        .isNotEqualTo(List.of("sent", "delivered", "read"));
    Map<String, Long> counts =
        receiver.statuses(mixed).stream()
            .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    assertThat(counts.values()).containsOnly(2L);

    assertThat(receiver.statuses(delayed)).isEmpty();
    clock.advance(Duration.ofSeconds(60));
    receiver.await(it -> it.statuses(delayed).size() == 2, "the delayed");
    assertThat(receiver.statuses(delayed)).containsExactlyInAnyOrder("sent", "read");
  }
}
