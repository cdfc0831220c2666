package rasl.simulator;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.stream.Stream;
import rasl.crypto.Hashes;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * The approved templates with which every account begins, in English and Arabic, and the {@code
 * hello_world} that Meta itself puts there.
 */
final class FirstTemplates {
  private static final Instant APPROVED = Instant.parse("2026-01-01T00:00:00Z");

  private FirstTemplates() {}

  static Stream<Template> of(String wabaId) {
    Template hello = template(wabaId, "hello_world", "en_US", "UTILITY", HELLO_WORLD);
    return Stream.concat(
        Stream.of("en", "ar", "en_US").flatMap(language -> in(wabaId, language)), Stream.of(hello));
  }

  private static Stream<Template> in(String wabaId, String language) {
    boolean arabic = language.equals("ar");
    return Stream.of(
        template(
            wabaId,
            "order_update",
            language,
            "UTILITY",
            arabic ? ORDER_UPDATE_AR : ORDER_UPDATE_EN),
        template(
            wabaId, "order_photo", language, "UTILITY", arabic ? ORDER_PHOTO_AR : ORDER_PHOTO_EN),
        template(
            wabaId,
            "season_offer",
            language,
            "MARKETING",
            arabic ? SEASON_OFFER_AR : SEASON_OFFER_EN),
        authentication(wabaId, language));
  }

  private static Template template(
      String wabaId, String name, String language, String category, String components) {
    return approved(wabaId, name, language, category, Json.parseTrusted(components));
  }

  private static Template authentication(String wabaId, String language) {
    JsonNode asked =
        Json.parseTrusted(
            """
            [{"type": "BODY", "add_security_recommendation": true},
             {"type": "FOOTER", "code_expiration_minutes": 10},
             {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}]
            """);
    return approved(
        wabaId, "login_code", language, "AUTHENTICATION", LoginTemplates.fill(asked, language));
  }

  private static Template approved(
      String wabaId, String name, String language, String category, JsonNode components) {
    byte[] hash = Hashes.sha256(wabaId + "/" + name + "/" + language);
    long id =
        100_000_000_000_000L + Math.floorMod(ByteBuffer.wrap(hash).getLong(), 900_000_000_000_000L);
    return new Template(
        Long.toString(id),
        wabaId,
        name,
        language,
        category,
        false,
        components,
        "APPROVED",
        APPROVED,
        "APPROVED",
        "NONE",
        "GREEN",
        0,
        APPROVED);
  }

  private static final String HELLO_WORLD =
      """
      [{"type": "HEADER", "format": "TEXT", "text": "Hello World"},
       {"type": "BODY", "text": "Welcome and congratulations!! This message demonstrates your \
      ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank \
      you for taking the time to test with us."},
       {"type": "FOOTER", "text": "WhatsApp Business Platform sample message"}]
      """;
  private static final String ORDER_UPDATE_EN =
      """
      [{"type": "HEADER", "format": "TEXT", "text": "Order {{1}}", "example": {"header_text": ["1042"]}},
       {"type": "BODY", "text": "Hello {{1}}, your order is on its way and arrives on {{2}}. Thank you!",
        "example": {"body_text": [["Ann", "Monday"]]}},
       {"type": "FOOTER", "text": "Demo shop"}]
      """;
  private static final String ORDER_UPDATE_AR =
      """
      [{"type": "HEADER", "format": "TEXT", "text": "الطلب {{1}}", "example": {"header_text": ["1042"]}},
       {"type": "BODY", "text": "مرحباً {{1}}، طلبك في الطريق ويصل يوم {{2}}. شكراً لك!",
        "example": {"body_text": [["سارة", "الاثنين"]]}},
       {"type": "FOOTER", "text": "متجر تجريبي"}]
      """;
  private static final String ORDER_PHOTO_EN =
      """
      [{"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://scontent.example/order.jpg"]}},
       {"type": "BODY", "text": "This is how we packed order {{1}} for you.",
        "example": {"body_text": [["1042"]]}}]
      """;
  private static final String ORDER_PHOTO_AR =
      """
      [{"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://scontent.example/order.jpg"]}},
       {"type": "BODY", "text": "هكذا جهزنا الطلب {{1}} لك.", "example": {"body_text": [["1042"]]}}]
      """;
  private static final String SEASON_OFFER_EN =
      """
      [{"type": "BODY", "text": "Hello {{1}}, this week everything is {{2}} cheaper for you.",
        "example": {"body_text": [["Ann", "20 %"]]}},
       {"type": "FOOTER", "text": "Demo shop"},
       {"type": "BUTTONS", "buttons": [
         {"type": "QUICK_REPLY", "text": "Tell me more"},
         {"type": "QUICK_REPLY", "text": "Stop offers"},
         {"type": "URL", "text": "See offers", "url": "https://shop.example/offers/{{1}}",
          "example": ["https://shop.example/offers/ann"]}]}]
      """;
  private static final String SEASON_OFFER_AR =
      """
      [{"type": "BODY", "text": "مرحباً {{1}}، خصم {{2}} على كل شيء هذا الأسبوع من أجلك.",
        "example": {"body_text": [["سارة", "20٪"]]}},
       {"type": "FOOTER", "text": "متجر تجريبي"},
       {"type": "BUTTONS", "buttons": [
         {"type": "QUICK_REPLY", "text": "المزيد"},
         {"type": "QUICK_REPLY", "text": "أوقفوا العروض"},
         {"type": "URL", "text": "شاهد العروض", "url": "https://shop.example/offers/{{1}}",
          "example": ["https://shop.example/offers/sara"]}]}]
      """;
}
