package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FieldsTest {
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
  void withoutFieldsANumberHasWhatMetaGivesByDefault() {
    JsonNode number = play.number("GET", "", "").json();

    assertThat(number.propertyNames())
        .containsExactlyInAnyOrder(
            "verified_name",
            "code_verification_status",
            "display_phone_number",
            "quality_rating",
            "platform_type",
            "throughput",
            "last_onboarded_time",
            "id");
  }

  @Test
  void fieldsMayBeNested() {
    JsonNode number =
        play.number("GET", "?fields=throughput%7Blevel%7D,health_status,new_name_status,status", "")
            .json();

    assertThat(number.propertyNames())
        .containsExactlyInAnyOrder(
            "throughput", "health_status", "new_name_status", "status", "id");
    assertThat(number.at("/throughput/level").stringValue()).isEqualTo("STANDARD");
    assertThat(number.at("/health_status/can_send_message").stringValue()).isEqualTo("AVAILABLE");
  }

  @Test
  void anAccountHasFieldsAndListsWithin() {
    JsonNode usual = play.account("GET", "", "").json();
    JsonNode more =
        play.account(
                "GET",
                "?fields=name,account_review_status,phone_numbers%7Bid,status%7D,"
                    + "message_templates.limit(2)%7Bname%7D",
                "")
            .json();

    assertThat(usual.propertyNames())
        .containsExactlyInAnyOrder("id", "name", "timezone_id", "message_template_namespace");
    assertThat(more.path("account_review_status").stringValue()).isEqualTo("APPROVED");
    assertThat(more.at("/phone_numbers/data/0").propertyNames())
        .containsExactlyInAnyOrder("id", "status");
    assertThat(more.at("/message_templates/data").size()).isEqualTo(2);
    assertThat(more.at("/message_templates/data/0").propertyNames())
        .containsExactlyInAnyOrder("id", "name");
  }

  /** What a Python client asks for of each object in one go. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "102290129340398?fields=id,name,timezone_id,message_template_namespace,status,"
            + "business_verification_status,is_enabled_for_insights,"
            + "marketing_messages_lite_api_status,marketing_messages_onboarding_status,"
            + "on_behalf_of_business_info,ownership_type,health_status,currency,country,"
            + "subscribed_apps,owner_business_info,account_review_status,"
            + "disable_marketing_messages_on_cloud_api",
        "106540352242922?fields=id,verified_name,display_phone_number,conversational_automation,"
            + "status,quality_rating,quality_score,webhook_configuration,name_status,"
            + "new_name_status,code_verification_status,account_mode,is_on_biz_app,"
            + "is_official_business_account,is_pin_enabled,is_preverified_number,"
            + "search_visibility,platform_type,throughput,"
            + "eligibility_for_api_business_global_search,health_status,certificate,"
            + "new_certificate,last_onboarded_time,country_code,country_dial_code,"
            + "whatsapp_business_manager_messaging_limit",
        "102290129340398/message_templates?fields=id,name,language,category,status,components,"
            + "parameter_format,message_send_ttl_seconds,correct_category,previous_category,"
            + "rejected_reason,library_template_name,quality_score,"
            + "cta_url_link_tracking_opted_out,sub_category,degrees_of_freedom_spec",
        "106540352242922/message_qrdls?fields=code,prefilled_message,deep_link_url,"
            + "qr_image_url.format(SVG)",
        "102290129340398?fields=analytics.start(1770606000).end(1770692400).granularity(DAY)",
      })
  void everyFieldThatClientsAskForIsKnown(String path) {
    Play.Reply reply = play.graph("GET", "/v25.0/" + path, "");

    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "106540352242922?fields=display_name|WhatsAppBusinessPhoneNumber",
        "102290129340398?fields=messaging_limit_tier|WhatsAppBusinessAccount",
        "102290129340398/phone_numbers?fields=id,foo|WhatsAppBusinessPhoneNumber",
        "102290129340398/message_templates?fields=foo|WhatsAppMessageTemplate",
        "106540352242922/message_templates|WhatsAppBusinessPhoneNumber",
        "106540352242922/whatsapp_business_profile?fields=id|WhatsAppBusinessProfile",
      })
  void anUnknownFieldIsRefusedInMetasWords(String call) {
    String[] parts = call.split("\\|", 2);

    Play.Reply reply = play.graph("GET", "/v25.0/" + parts[0], "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(100);
    assertThat(reply.json().at("/error/message").stringValue())
        .contains("Tried accessing nonexisting field (")
        .endsWith("on node type (" + parts[1] + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id,", "throughput%7Blevel", "id%7D", "%7B%7D", "a.b("})
  void brokenFieldsAreASyntaxError(String fields) {
    assertThat(play.number("GET", "?fields=" + fields, "").code()).isEqualTo(2500);
  }

  @Test
  void fieldsMayHaveArguments() {
    JsonNode account =
        play.account("GET", "?fields=analytics.start(1770606000).granularity(HALF_HOUR)", "")
            .json();

    assertThat(account.at("/analytics/granularity").stringValue()).isEqualTo("HALF_HOUR");
    assertThat(account.propertyNames()).containsExactlyInAnyOrder("analytics", "id");
  }

  @Test
  void templatesAreFilteredByOneValueSeveralOrAList() {
    assertThat(names("status=approved&language=en_US")).contains("hello_world", "login_code");
    assertThat(names("category=UTILITY,MARKETING&language=%5B%22en_US%22%5D"))
        .contains("hello_world", "season_offer")
        .doesNotContain("login_code");
    assertThat(names("status=%5B%22REJECTED%22,%22PAUSED%22%5D")).isEmpty();
  }

  private java.util.List<String> names(String query) {
    return play.account("GET", "message_templates?limit=100&" + query, "")
        .json()
        .path("data")
        .valueStream()
        .map(it -> it.path("name").stringValue())
        .toList();
  }

  @Test
  void theSummaryHasWhatWasAskedFor() {
    JsonNode summary =
        play.account(
                "GET",
                "message_templates?limit=1&status=PAUSED&summary=total_count,"
                    + "message_template_count,message_template_limit,are_translations_complete",
                "")
            .json()
            .path("summary");

    assertThat(summary.path("total_count").asInt(-1)).isZero();
    assertThat(summary.path("message_template_count").asInt()).isEqualTo(5);
    assertThat(summary.path("message_template_limit").asInt()).isPositive();
    assertThat(summary.path("are_translations_complete").booleanValue()).isTrue();
  }
}
