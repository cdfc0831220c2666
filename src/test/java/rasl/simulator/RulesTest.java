package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RulesTest {
  private static final String CUSTOMER = "966512345678";
  private static final String NUMBER = "/v25.0/" + Play.ACCOUNT.phoneNumberId();

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

  private Play.Reply text(String to) {
    return play.send(Play.text(to, "Hello"));
  }

  private JsonNode first(String wamid) {
    receiver.await(it -> !it.statuses(wamid).isEmpty(), "a status");
    return receiver.taken().stream()
        .filter(it -> it.path("id").asString("").equals(wamid))
        .findFirst()
        .orElseThrow();
  }

  private String wamid(Play.Reply reply) {
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.json().at("/messages/0/id").stringValue();
  }

  @Test
  void theSameCustomerGets45AtOnceAndThenOneInSixSeconds() {
    play.steer("/control/settings", "{'pair_limit':true}");
    for (int i = 0; i < 45; i++) {
      assertThat(text(CUSTOMER).status()).isEqualTo(200);
    }
    assertThat(text(CUSTOMER).code()).isEqualTo(131056);
    assertThat(text("966587654321").status()).isEqualTo(200);
    play.advance(Duration.ofSeconds(6));
    assertThat(text(CUSTOMER).status()).isEqualTo(200);
    assertThat(text(CUSTOMER).code()).isEqualTo(131056);
    play.steer("/control/settings", "{'pair_limit':false}");
    assertThat(text(CUSTOMER).status()).isEqualTo(200);
  }

  @Test
  void aNumberSendsNoFasterThanItsLevel() {
    play.steer("/control/settings", "{'messages_per_second':5}");
    for (int i = 0; i < 5; i++) {
      assertThat(text("96651234567" + i).status()).isEqualTo(200);
    }
    assertThat(text(CUSTOMER).code()).isEqualTo(130429);
    clock.advance(Duration.ofMillis(200));
    assertThat(text(CUSTOMER).status()).isEqualTo(200);
    assertThat(text(CUSTOMER).code()).isEqualTo(130429);
  }

  @ParameterizedTest
  @CsvSource({
    "+525512345678, 5215512345678",
    "+5215512345678, 5215512345678",
    "+541123456789, 5491123456789",
    "+5491123456789, 5491123456789",
    "+5531987654321, 553187654321",
    "+5511987654321, 5511987654321",
    "+4915112345678, 4915112345678"
  })
  void numbersOfSomeCountriesAreSpelledWhatsAppsWay(String to, String waId) {
    Play.Reply reply = text(to);
    assertThat(reply.json().at("/contacts/0/wa_id").stringValue()).isEqualTo(waId);
    assertThat(reply.json().at("/contacts/0/input").stringValue()).isEqualTo(to);
    assertThat(play.outbox("?to=" + to.replace("+", "%2B"))).hasSize(1);
    play.inbound(to);
    receiver.await(it -> it.taken().size() == 1, "the customer's message");
    assertThat(receiver.taken().getFirst().path("from").stringValue()).isEqualTo(waId);
  }

  @Test
  void aCustomerWithAnIdOfTheirOwnIsReachedByBothSpellings() {
    play.steer("/control/users", "{'phone':'+5511987654321','wa_id':'551187654321'}");
    assertThat(text("+5511987654321").json().at("/contacts/0/wa_id").stringValue())
        .isEqualTo("551187654321");
  }

  @Test
  void aCustomerWithoutAPhoneIsKnownByUserIdOnly() {
    play.steer(
        "/control/inbound", "{'user_id':'US.13491208655302741918','text':'Hi','name':'Pablo'}");
    receiver.await(it -> it.taken().size() == 1, "the message");
    JsonNode message = receiver.taken().getFirst();
    assertThat(message.has("from")).isFalse();
    assertThat(message.path("from_user_id").stringValue()).isEqualTo("US.13491208655302741918");
    JsonNode contact = receiver.posts().getFirst().json().at("/entry/0/changes/0/value/contacts/0");
    assertThat(contact.has("wa_id")).isFalse();
    assertThat(contact.path("user_id").stringValue()).isEqualTo("US.13491208655302741918");

    String to =
        "{'messaging_product':'whatsapp','recipient':'%s','text':{'body':'Hi'}}".replace('\'', '"');
    Play.Reply reply = play.send(to.formatted("US.13491208655302741918"));
    assertThat(reply.json().at("/contacts/0/user_id").stringValue())
        .isEqualTo("US.13491208655302741918");
    assertThat(reply.json().at("/contacts/0").has("wa_id")).isFalse();
    play.advance(Duration.ofSeconds(2));
    JsonNode sent = first(wamid(reply));
    assertThat(sent.has("recipient_id")).isFalse();
    assertThat(sent.path("recipient_user_id").stringValue()).isEqualTo("US.13491208655302741918");
    assertThat(play.outbox("?to=US.13491208655302741918")).hasSize(1);

    assertThat(play.send(to.formatted("nobody")).code()).isEqualTo(131009);
    String code =
        to.formatted("US.13491208655302741918")
            .replace(
                "\"text\":{\"body\":\"Hi\"}",
                "\"type\":\"template\",\"template\":{\"name\":\"login_code\",\"language\":{\"code\":\"en\"},"
                    + "\"components\":[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"1\"}]},"
                    + "{\"type\":\"button\",\"sub_type\":\"url\",\"index\":0,\"parameters\":[{\"type\":\"text\",\"text\":\"1\"}]}]}");
    assertThat(play.send(code).code()).isEqualTo(131062);
  }

  @Test
  void withUserIdsOnBothIdsAreTold() {
    play.steer("/control/settings", "{'user_ids':true}");
    play.inbound(CUSTOMER);
    receiver.await(it -> it.taken().size() == 1, "the message");
    String userId = receiver.taken().getFirst().path("from_user_id").stringValue();
    assertThat(userId).startsWith("SA.");
    assertThat(receiver.taken().getFirst().path("from").stringValue()).isEqualTo(CUSTOMER);
    Play.Reply reply =
        play.send(
            "{\"messaging_product\":\"whatsapp\",\"recipient\":\""
                + userId
                + "\",\"text\":{\"body\":\"Hi\"}}");
    play.advance(Duration.ofSeconds(2));
    assertThat(first(wamid(reply)).path("recipient_id").stringValue()).isEqualTo(CUSTOMER);
  }

  @Test
  void aDeregisteredNumberCannotSendUntilItIsRegisteredWithItsPin() {
    String pin = "{\"messaging_product\":\"whatsapp\",\"pin\":\"%s\"}";
    assertThat(play.graph("POST", NUMBER + "/register", pin.formatted("12345")).code())
        .isEqualTo(100);
    assertThat(play.graph("POST", NUMBER + "/register", pin.formatted("123456")).status())
        .isEqualTo(200);
    assertThat(play.graph("POST", NUMBER + "/deregister", "{}").status()).isEqualTo(200);
    assertThat(text(CUSTOMER).code()).isEqualTo(133010);
    assertThat(play.graph("GET", NUMBER + "?fields=status", "").json().path("status").stringValue())
        .isEqualTo("DISCONNECTED");
    assertThat(play.graph("POST", NUMBER + "/register", pin.formatted("654321")).code())
        .isEqualTo(133005);
    assertThat(play.graph("POST", NUMBER + "/register", pin.formatted("123456")).status())
        .isEqualTo(200);
    assertThat(text(CUSTOMER).status()).isEqualTo(200);
  }

  @Test
  void inTestModeOnlyTheListIsReached() {
    play.steer("/control/settings", "{'test_recipients':['+966512345678']}");
    assertThat(text(CUSTOMER).status()).isEqualTo(200);
    assertThat(text("966587654321").code()).isEqualTo(131030);
  }

  @Test
  void anAnswerToAnAdvertisementIsFreeForThreeDays() {
    play.steer("/control/inbound", "{'from':'966512345678','text':'Hi','referral':{}}");
    String first = play.accepted(CUSTOMER);
    play.advance(Duration.ofSeconds(2));
    assertThat(first(first).at("/pricing/type").stringValue()).isEqualTo("free_entry_point");
    assertThat(first(first).at("/pricing/billable").booleanValue()).isFalse();
    assertThat(first(first).has("conversation")).isTrue();
    play.advance(Duration.ofDays(3));
    play.inbound(CUSTOMER);
    String later = play.accepted(CUSTOMER);
    play.advance(Duration.ofSeconds(2));
    assertThat(first(later).at("/pricing/type").stringValue()).isEqualTo("regular");
    assertThat(first(later).has("conversation")).isFalse();
  }

  @Test
  void oldWebhooksTellOfConversations() {
    play.steer("/control/settings", "{'webhook_version':23}");
    play.inbound(CUSTOMER);
    String wamid = play.accepted(CUSTOMER);
    play.advance(Duration.ofSeconds(2));
    assertThat(first(wamid).at("/conversation/origin/type").stringValue()).isEqualTo("service");
  }

  @Test
  void whoDoesNotReadIsNeverReadAndWhoStoppedMarketingGetsNone() {
    play.steer("/control/users", "{'phone':'966512345678','reads':false,'marketing_stopped':true}");
    play.inbound(CUSTOMER);
    String wamid = play.accepted(CUSTOMER);
    String offer =
        wamid(
            play.sendTo(
                CUSTOMER,
                "'type':'template','template':{'name':'season_offer','language':{'code':'en'},'components':["
                    + "{'type':'body','parameters':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                    + "{'type':'button','sub_type':'url','index':'2','parameters':[{'type':'text','text':'c'}]}]}"));
    play.advance(Duration.ofSeconds(3));
    receiver.awaitStatuses(offer, "failed");
    assertThat(first(offer).at("/errors/0/code").asInt()).isEqualTo(131050);
    receiver.awaitStatuses(wamid, "sent", "delivered");
  }
}
