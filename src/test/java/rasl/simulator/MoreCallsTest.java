package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MoreCallsTest {
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
  void aProfileIsKeptAndCheckedAndIsThisNumbersOnly() {
    Play.Reply set =
        play.number(
            "POST",
            "whatsapp_business_profile",
            "{'messaging_product':'whatsapp','about':'Open','vertical':'RETAIL',"
                + "'websites':['https://shop.example/'],'email':'a@shop.example'}");
    JsonNode profile =
        play.number("GET", "whatsapp_business_profile?fields=about,vertical,websites,email", "")
            .json()
            .at("/data/0");
    String other = "/v25.0/" + Play.OTHER.phoneNumberId() + "/whatsapp_business_profile";

    assertThat(set.json().path("success").booleanValue()).isTrue();
    assertThat(profile.path("about").stringValue()).isEqualTo("Open");
    assertThat(profile.at("/websites/0").stringValue()).isEqualTo("https://shop.example/");
    assertThat(profile.path("messaging_product").stringValue()).isEqualTo("whatsapp");
    assertThat(play.as("Bearer token-2", "GET", other, "", "").json().at("/data/0").has("about"))
        .isFalse();
    assertThat(
            play.number(
                    "POST",
                    "whatsapp_business_profile",
                    "{'messaging_product':'whatsapp','vertical':'SPACE'}")
                .code())
        .isEqualTo(100);
  }

  @Test
  void onlyACustomerWhoWroteWithinADayCanBeBlocked() {
    String both =
        "{'messaging_product':'whatsapp','block_users':[{'user':'+966512345678'},"
            + "{'user':'966500000001'}]}";
    play.inbound(CUSTOMER);

    Play.Reply some = play.number("POST", "block_users", both);

    assertThat(some.status()).isEqualTo(400);
    assertThat(some.code()).isEqualTo(139100);
    assertThat(some.json().at("/block_users/added_users/0/wa_id").stringValue())
        .isEqualTo(CUSTOMER);
    assertThat(some.json().at("/block_users/failed_users/0/errors/0/code").asInt())
        .isEqualTo(131047);
    assertThat(play.number("GET", "block_users", "").json().at("/data/0/wa_id").stringValue())
        .isEqualTo(CUSTOMER);
    assertThat(play.send(Play.text(CUSTOMER, "Hi")).code()).isEqualTo(130403);
    assertThat(
            play.control("/control/inbound", "{\"from\":\"" + CUSTOMER + "\",\"text\":\"a\"}")
                .status())
        .isEqualTo(422);

    Play.Reply again = play.number("DELETE", "block_users", both);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().at("/block_users/removed_users").size()).isEqualTo(2);
    assertThat(play.send(Play.text(CUSTOMER, "Hi")).status()).isEqualTo(200);
  }

  @Test
  void qrCodesAreMadeChangedListedAndDeleted() {
    JsonNode made =
        play.number(
                "POST", "message_qrdls", "{'prefilled_message':'Hello','generate_qr_image':'PNG'}")
            .json();
    String code = made.path("code").stringValue();

    assertThat(code).matches("[A-Z2-7]{14}");
    assertThat(made.path("deep_link_url").stringValue()).endsWith("/" + code);
    assertThat(play.exchange(play.request("GET", picture(made), "")).status()).isEqualTo(200);
    play.number("POST", "message_qrdls/" + code + "?prefilled_message=Bye", "");
    assertThat(
            play.number("GET", "message_qrdls", "")
                .json()
                .at("/data/0/prefilled_message")
                .stringValue())
        .isEqualTo("Bye");
    assertThat(play.number("DELETE", "message_qrdls/" + code, "").status()).isEqualTo(200);
    assertThat(play.number("GET", "message_qrdls/" + code, "").code()).isEqualTo(100);
  }

  private String picture(JsonNode qr) {
    return qr.path("qr_image_url")
        .stringValue()
        .substring(play.simulator.url().toString().length());
  }

  @Test
  void aResumableUploadGivesAHandleForAProfilePicture() {
    String begin =
        "/v25.0/"
            + Play.ACCOUNT.appId()
            + "/uploads?file_name=a.png&file_length=6&file_type=image/png";
    String id = play.as("OAuth token-1", "POST", begin, "", "").json().path("id").stringValue();

    Play.Reply half = play.as("OAuth token-1", "POST", "/v25.0/" + id, "image/png", "abc");
    assertThat(half.json().path("file_offset").asInt()).isEqualTo(3);
    Play.Reply rest =
        play.exchange(
            play.request("POST", "/v25.0/" + id, "def")
                .header("Authorization", "OAuth token-1")
                .header("file_offset", "3"));
    String handle = rest.json().path("h").stringValue();

    assertThat(handle).startsWith("4:");
    assertThat(picture(handle).status()).isEqualTo(200);
    assertThat(picture("4:made:up").code()).isEqualTo(100);
  }

  private Play.Reply picture(String handle) {
    return play.number(
        "POST",
        "whatsapp_business_profile",
        "{'messaging_product':'whatsapp','profile_picture_handle':'" + handle + "'}");
  }

  @Test
  void settingsOfANumberAreKept() {
    play.number("POST", "settings", "{'calling':{'status':'ENABLED'}}");
    play.number("POST", "whatsapp_commerce_settings?is_catalog_visible=true", "");
    play.number("POST", "conversational_automation", "{'prompts':['Book'],'commands':[]}");

    assertThat(play.number("GET", "settings", "").json().at("/calling/status").stringValue())
        .isEqualTo("ENABLED");
    assertThat(
            play.number("GET", "whatsapp_commerce_settings", "")
                .json()
                .at("/data/0/is_catalog_visible")
                .booleanValue())
        .isTrue();
    assertThat(
            play.number("GET", "?fields=conversational_automation", "")
                .json()
                .at("/conversational_automation/prompts/0")
                .stringValue())
        .isEqualTo("Book");
  }

  @Test
  void flowsGoFromDraftToDeprecated() {
    String id =
        play.account("POST", "flows", "{'name':'book','categories':['OTHER']}")
            .json()
            .path("id")
            .stringValue();
    assertThat(play.graph("POST", "/v25.0/" + id + "/publish", "").code()).isEqualTo(139002);
    String form =
        """
        --b
        Content-Disposition: form-data; name=asset_type

        FLOW_JSON
        --b
        Content-Disposition: form-data; name=file; filename=flow.json

        {"version":"7.0","screens":[]}
        --b--
        """
            .replace("\n", "\r\n");
    Play.Reply uploaded =
        play.as(
            "Bearer token-1",
            "POST",
            "/v25.0/" + id + "/assets",
            "multipart/form-data; boundary=b",
            form);

    assertThat(uploaded.json().path("success").booleanValue()).as(uploaded.raw().body()).isTrue();
    assertThat(uploaded.json().path("validation_errors").size()).isZero();
    assertThat(play.graph("POST", "/v25.0/" + id + "/publish", "").status()).isEqualTo(200);
    assertThat(play.graph("DELETE", "/v25.0/" + id, "").code()).isEqualTo(139004);
    assertThat(play.graph("POST", "/v25.0/" + id + "/deprecate", "").status()).isEqualTo(200);
    assertThat(play.as("Bearer token-2", "GET", "/v25.0/" + id, "", "").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,106540352242922/calls,calls",
    "GET,106540352242922/groups,groups",
    "GET,102290129340398/activities,log",
    "POST,102290129340398/assigned_users,people",
    "GET,999/owned_whatsapp_business_accounts,portfolios",
    "POST,999/accept,partners",
  })
  void whatIsNotPlayedSaysSo(String method, String path, String word) {
    Play.Reply reply = play.graph(method, "/v25.0/" + path, "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo(3);
    assertThat(reply.json().at("/error/message").stringValue())
        .startsWith("(#3) ")
        .contains("simulator does not play")
        .contains(word);
  }

  /** As captured from Meta: what it says depends on whether another object has such an edge. */
  @ParameterizedTest
  @CsvSource({
    "POST,102290129340398/message_templates/2798878760278631,2500,/2798878760278631",
    "GET,102290129340398/template_library,2500,/template_library",
    "GET,106540352242922/message_templates,100,nonexisting field (message_templates)",
    "POST,106540352242922/message_templates,100,Unsupported post request",
  })
  void anEdgeThatAnObjectDoesNotHaveIsRefusedInMetasWords(
      String method, String path, int code, String words) {
    Play.Reply reply = play.graph(method, "/v25.0/" + path, method.equals("POST") ? "{}" : "");

    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.json().at("/error/message").stringValue()).contains(words);
  }

  @Test
  void aDownloadHasTheFilesNameAndTagAndCanBeHadInParts() {
    String boundary = "b";
    String png =
        new String(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3}, StandardCharsets.ISO_8859_1);
    byte[] form =
        ("--b\r\nContent-Disposition: form-data; name=file; filename=photo.png\r\n"
                + "Content-Type: image/png\r\n\r\n"
                + png
                + "\r\n--b--\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    Play.Reply stored =
        play.exchange(
            java.net.http.HttpRequest.newBuilder(
                    java.net.URI.create(
                        play.simulator.url()
                            + "/v25.0/"
                            + Play.ACCOUNT.phoneNumberId()
                            + "/media?messaging_product=whatsapp"))
                .header("Authorization", "Bearer token-1")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(form)));
    assertThat(stored.status()).as(stored.raw().body()).isEqualTo(200);
    String url =
        play.graph("GET", "/v25.0/" + stored.json().path("id").stringValue(), "")
            .json()
            .path("url")
            .stringValue()
            .substring(play.simulator.url().toString().length());

    Play.Reply whole = play.as("Bearer token-1", "GET", url, "", "");
    Play.Reply part =
        play.exchange(
            play.request("GET", url, "")
                .header("Authorization", "Bearer token-1")
                .header("Range", "bytes=1-3"));

    assertThat(whole.header("content-disposition")).isEqualTo("inline;filename=photo.png");
    assertThat(whole.header("accept-ranges")).isEqualTo("bytes");
    assertThat(whole.header("etag")).isNotEmpty();
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.raw().body()).isEqualTo("PNG");
    assertThat(part.header("content-range")).isEqualTo("bytes 1-3/7");
  }
}
