package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CallbacksTest {
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

  @Test
  void anAppRegistersItsCallbackAsAutomationToolsDo() {
    try (Receiver tool = new Receiver()) {
      String token =
          play.as(
                  "",
                  "POST",
                  "/v25.0/oauth/access_token",
                  "application/x-www-form-urlencoded",
                  "client_id=670843887433847&client_secret=app-secret"
                      + "&grant_type=client_credentials")
              .json()
              .path("access_token")
              .stringValue();
      String path = "/v25.0/" + Play.ACCOUNT.appId() + "/subscriptions";
      Play.Reply made =
          play.as(
              "Bearer " + token,
              "POST",
              path,
              "application/json",
              "{\"object\":\"whatsapp_business_account\",\"callback_url\":\""
                  + tool.url()
                  + "\",\"verify_token\":\"verify-me\",\"fields\":\"[\\\"messages\\\"]\","
                  + "\"include_values\":true}");
      assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
      JsonNode listed = play.as("Bearer " + token, "GET", path, "", "").json();
      assertThat(listed.at("/data/0/fields/0/name").stringValue()).isEqualTo("messages");

      String wamid = play.inbound(CUSTOMER);
      tool.await(it -> it.posts().size() == 1, "the message at the tool");
      assertThat(tool.taken().getFirst().path("id").stringValue()).isEqualTo(wamid);
      assertThat(receiver.posts()).isEmpty();

      play.as("Bearer " + token, "DELETE", path + "?object=whatsapp_business_account", "", "");
      play.inbound(CUSTOMER);
      receiver.await(it -> it.posts().size() == 1, "the message at the usual receiver");
      assertThat(tool.posts()).hasSize(1);
    }
  }

  @Test
  void theWrongSecretGetsNoTokenAndAnAppsTokenReadsNoNumber() {
    String path = "/oauth/access_token?grant_type=client_credentials&client_id=670843887433847";

    Play.Reply refused = play.as("", "GET", path + "&client_secret=s2", "", "");
    Play.Reply number =
        play.as(
            "Bearer 670843887433847|app-secret",
            "GET",
            "/v25.0/" + Play.ACCOUNT.phoneNumberId(),
            "",
            "");

    assertThat(refused.json().at("/error/message").stringValue())
        .isEqualTo("Error validating client secret.");
    assertThat(number.json().at("/error/error_subcode").asInt()).isEqualTo(33);
  }

  @Test
  void anAccountsCallbackGoesBeforeTheUsualOneAndANumbersBeforeBoth() {
    try (Receiver ofAccount = new Receiver();
        Receiver ofNumber = new Receiver()) {
      Play.Reply set =
          play.account(
              "POST",
              "subscribed_apps",
              "{'override_callback_uri':'" + ofAccount.url() + "','verify_token':'verify-me'}");
      assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
      assertThat(
              play.account("GET", "subscribed_apps", "")
                  .json()
                  .at("/data/0/override_callback_uri")
                  .stringValue())
          .isEqualTo(ofAccount.url().toString());
      play.inbound(CUSTOMER);
      ofAccount.await(it -> it.posts().size() == 1, "the message at the account's callback");

      play.number(
          "POST",
          "",
          "{'webhook_configuration':{'override_callback_uri':'"
              + ofNumber.url()
              + "','verify_token':'verify-me'}}");
      play.inbound(CUSTOMER);
      ofNumber.await(it -> it.posts().size() == 1, "the message at the number's callback");
      assertThat(
              play.number("GET", "?fields=webhook_configuration", "")
                  .json()
                  .at("/webhook_configuration/phone_number")
                  .stringValue())
          .isEqualTo(ofNumber.url().toString());
      assertThat(receiver.posts()).isEmpty();
    }
  }

  @Test
  void aCallbackThatDoesNotProveItselfIsRefused() {
    Play.Reply refused =
        play.account(
            "POST",
            "subscribed_apps",
            "{'override_callback_uri':'" + receiver.url() + "','verify_token':'wrong'}");

    assertThat(refused.code()).isEqualTo(2200);
    assertThat(refused.json().at("/error/message").stringValue())
        .startsWith("(#2200) Callback verification failed with the following errors: ");
    play.inbound(CUSTOMER);
    receiver.await(it -> it.posts().size() == 1, "the message at the usual receiver");
  }

  @Test
  void webhooksHaveTodaysShapeAndOneUpdateEach() {
    play.inbound(CUSTOMER);
    String wamid = play.accepted("+" + CUSTOMER);
    clock.advance(java.time.Duration.ofSeconds(2));
    receiver.awaitStatuses(wamid, "sent", "delivered", "read");

    assertThat(receiver.posts()).hasSize(4).allMatch(post -> post.updates().size() == 1);
    JsonNode inbound = firstWith("messages");
    JsonNode status = firstWith("statuses");
    String userId = inbound.at("/contacts/0/user_id").stringValue();
    assertThat(userId).matches("[A-Z]{2}\\.[A-Za-z0-9]+");
    assertThat(inbound.at("/messages/0/from_user_id").stringValue()).isEqualTo(userId);
    assertThat(status.at("/contacts/0/user_id").stringValue()).isEqualTo(userId);
    assertThat(status.at("/statuses/0/recipient_user_id").stringValue()).isEqualTo(userId);
    assertThat(receiver.posts().get(0).request().header("x-hub-signature").orElse(""))
        .matches("sha1=[0-9a-f]{40}");
  }

  /** The value of the first update that brings messages, or statuses: either may come first. */
  private JsonNode firstWith(String what) {
    return receiver.posts().stream()
        .map(post -> post.json().at("/entry/0/changes/0/value"))
        .filter(value -> value.has(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theOldShapeIsASetting() {
    play.steer("/control/settings", "{'user_ids':false}");
    play.inbound(CUSTOMER);
    receiver.await(it -> it.posts().size() == 1, "the message");

    assertThat(
            new String(receiver.posts().getFirst().body(), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("user_id");
  }
}
