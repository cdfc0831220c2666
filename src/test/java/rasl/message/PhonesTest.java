package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** One reader of phones at all doors (contract 1.7). */
class PhonesTest {
  private static final String CONTACTS = "/api/v2/contacts";
  private static final Talk talk = Talk.start(Map.of());

  @AfterAll
  static void stop() {
    talk.close();
  }

  /** By an earlier plan of numbers, of which libphonenumber knows nothing any more. */
  @Test
  void whatWhatsAppNamesACustomerByIsTakenBackInEverySpelling() throws InterruptedException {
    var _ = talk.write("22997123456", "Bonjour");
    JsonNode contact = only("+22997123456");
    long id = contact.path("id").asLong();
    assertThat(contact.path("phone").asString()).isEqualTo("+22997123456");
    for (String spelling :
        List.of(
            "+22997123456",
            "0022997123456",
            "22997123456",
            "+229 97 12-34-56",
            "\u202a+٢٢٩٩٧١٢٣٤٥٦\u202c")) {
      JsonNode sent = talk.send(200, spelling, "Salut").path("data");
      assertThat(sent.path("contact_id").asLong()).as(spelling).isEqualTo(id);
      assertThat(sent.path("phone").asString()).isEqualTo("22997123456");
      JsonNode same = talk.api.patch(200, CONTACTS + "/" + id, Map.of("phone", spelling)).data();
      assertThat(same.path("phone").asString()).isEqualTo("+22997123456");
      assertThat(only(spelling).path("id").asLong()).isEqualTo(id);
      assertThat(found(spelling)).as(spelling).containsExactly(id);
    }
    try (Api stranger = talk.app.as(talk.app.tenant("no-benin"))) {
      assertThat(stranger.get(200, CONTACTS + "?search=22997123456").data()).isEmpty();
      Map<String, Object> send = Map.of("phone", "+22997123456", "message", "Salut");
      assertThat(stranger.post(422, "/api/v2/messages/text", send).code())
          .isIn("VALIDATION_ERROR", "WHATSAPP_NOT_CONFIGURED");
    }
  }

  @Test
  void whatACustomersRecordSaysMayBeSentBack() throws InterruptedException {
    var _ = talk.write("22996000001", "Bonjour");
    JsonNode shown = only("+22996000001");
    assertThat(shown.path("lastname").asString()).isEmpty();
    String path = CONTACTS + "/" + shown.path("id").asLong();
    Map<String, Object> back = new HashMap<>();
    shown.propertyStream().forEach(field -> back.put(field.getKey(), field.getValue()));
    JsonNode after = talk.api.patch(200, path, back).data();
    assertThat(after.path("updated_at")).isEqualTo(shown.path("updated_at"));
    talk.api.patch(200, path, Map.of("lastname", "Now"));
    talk.api.patch(422, path, Map.of("lastname", ""));
    talk.api.patch(422, path, Map.of("phone", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "+5531988887777, 553188887777",
    "+5531988887777, 55 31 98888-7777",
    "+525512345678, 5215512345678",
    "+525512345678, +52 1 55 1234 5678",
    "+966501112233, +966 (0)50 111 2233",
    "+966501112233, ٠٥٠١١١٢٢٣٣",
    "+966501112233, 0501112233",
    "+966501112233, \u202a+966 50 111 2233\u202c",
    "+966501112233, 00966501112233",
    "+966501112233, 50111",
    "+5491122334455, +54 11 2233-4455",
  })
  void searchFindsAPhoneInAnySpelling(String phone, String spelling) throws InterruptedException {
    var _ = talk.write(phone.substring(1), "Hello");
    assertThat(talk.api.get(200, CONTACTS + "?search=" + encoded(spelling)).data())
        .anySatisfy(row -> assertThat(row.path("phone").asString()).isEqualTo(phone));
    assertThat(talk.api.get(200, "/api/v2/conversations?search=" + encoded(spelling)).data())
        .anySatisfy(row -> assertThat(row.at("/contact/phone").asString()).isEqualTo(phone));
  }

  /** Else who has opted out would be written to under the other spelling. */
  @Test
  void theSpellingsOfAnArgentinianMobileMeetInOneContact() throws InterruptedException {
    var _ = talk.write("5491144556677", "Hola");
    long id = only("+5491144556677").path("id").asLong();
    assertThat(talk.send(200, "+54 11 4455-6677", "Hola").at("/data/contact_id").asLong())
        .isEqualTo(id);
    talk.api.patch(200, CONTACTS + "/" + id, Map.of("is_opted_out", true));
    assertThat(talk.send(403, "+541144556677", "Hola").at("/error/code").asString())
        .isEqualTo("CONTACT_OPTED_OUT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"٠٥٠١٢٣٤٥٦٧", "\u202a+966501234567\u202c", "+966 50 123 4567", "０５０１２３４５６７"})
  void everyDoorTakesWhatProgramsWrite(String spelling) throws InterruptedException {
    var _ = talk.write("966501234567", "Hello");
    assertThat(talk.send(200, spelling, "Hello").at("/data/phone").asString())
        .isEqualTo("966501234567");
    assertThat(only(spelling).path("phone").asString()).isEqualTo("+966501234567");
    Map<String, Object> code = Map.of("phone", spelling, "code", "123456");
    assertThat(talk.api.post(422, "/api/v2/auth/verify", code).code()).isEqualTo("OTP_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({"050 123 456x, 12, x", "٠٥٠١٢٣٤٥٦ب, 10, ب"})
  void aCharacterIsNamedWithItsPlace(String phone, int place, String character) {
    JsonNode refused = talk.send(422, phone, "Hello");
    String words = "its character %d is \"%s\".".formatted(place, character);
    assertThat(refused.at("/error/details/errors/phone/0").asString()).endsWith(words);
    Map<String, Object> contact = Map.of("phone", phone);
    assertThat(
            talk.api.post(422, CONTACTS, contact).error().at("/details/errors/phone/0").asString())
        .endsWith(words);
  }

  /** Another tenant's choice is none of ours. */
  @Test
  void aTenantWhoseProgramsSendCountryCodesSaysSo() {
    assertThat(made("532345678")).isEqualTo("+966532345678");
    talk.app.set("sandbox", Map.of("bare_digits", "international"));
    try {
      assertThat(
              talk.api.get(200, "/api/v2/account/settings").data().path("bare_digits").asString())
          .isEqualTo("international");
      assertThat(made("5352345679")).isEqualTo("+5352345679");
      assertThat(made("0532345670")).isEqualTo("+966532345670");
    } finally {
      talk.api.patch(200, "/api/v2/account/settings", Map.of("bare_digits", "auto"));
    }
    assertThat(made("532345671")).isEqualTo("+966532345671");
  }

  private static String made(String phone) {
    Map<String, Object> fields = new HashMap<>();
    fields.putAll(Map.of("firstname", "A", "lastname", "B", "type", "lead", "phone", phone));
    fields.put("source_id", talk.api.get(200, "/api/v2/sources").data().at("/0/id").asLong());
    fields.put("status_id", talk.api.get(200, "/api/v2/statuses").data().at("/0/id").asLong());
    return talk.api.post(201, CONTACTS, fields).data().path("phone").asString();
  }

  private static JsonNode only(String phone) {
    return talk.api.get(200, CONTACTS + "?filter[phone]=" + encoded(phone)).data().path(0);
  }

  private static List<Long> found(String text) {
    return talk.api
        .get(200, CONTACTS + "?search=" + encoded(text))
        .data()
        .valueStream()
        .map(row -> row.path("id").asLong())
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
