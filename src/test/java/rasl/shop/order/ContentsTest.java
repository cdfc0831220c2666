package rasl.shop.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.json.Json;
import rasl.shop.connect.Platform;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is read of payloads in the platforms' own shape. */
class ContentsTest {
  private static final JsonNode SAMPLES = samples();

  private static JsonNode samples() {
    try (InputStream file =
        ContentsTest.class.getResourceAsStream("/rasl/shop/work/samples.json")) {
      return Json.parse(file.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ObjectNode sample(String platform, String topic) {
    return (ObjectNode) SAMPLES.path(platform).path(topic).deepCopy();
  }

  private static Content read(String platform, String topic) {
    return read(platform, topic, sample(platform, topic));
  }

  private static Content read(String platform, String topic, JsonNode body) {
    return Contents.read(Platform.stored(platform), topic, body);
  }

  private static Order order(String platform, String topic) {
    return read(platform, topic).ofOrder().orElseThrow();
  }

  @Test
  void anOrderOfWooCommercesIsReadWhole() {
    Order order = order("woocommerce", "order.created");
    assertThat(order.id()).isEqualTo("727");
    assertThat(order.status()).isEqualTo("processing");
    assertThat(order.customer())
        .isEqualTo(
            new Customer(
                "26", "سارة", "العتيبي", "sara@example.com", List.of("0501234567"), "SA", "ar"));
    assertThat(order.amounts())
        .isEqualTo(new Amounts("SAR", "245.50", null, "10.00", "15.00", "32.02"));
    assertThat(order.lines().getFirst())
        .isEqualTo(new Line("قهوة عربية", "COF-1", "2", "95.00", "190.00"));
    assertThat(order.payment()).isEqualTo(new Payment("cod", "Cash on delivery", true, "unpaid"));
    assertThat(order.discountCodes()).containsExactly("welcome10");
    assertThat(order.createdAt()).hasToString("2026-03-04T05:06:07Z");
  }

  @Test
  void theStatusOfSallasIsThatOfTheChangeAndItsTwoPartsArePutTogether() {
    Order made = order("salla", "order.created");
    assertThat(made.status()).isEqualTo("under_review");
    assertThat(made.customer().phones()).containsExactly("+966501234567");
    assertThat(made.amounts().total()).isEqualTo("242.65");
    assertThat(made.createdAt()).hasToString("2026-03-04T05:06:07Z");
    assertThat(made.updatedAt()).hasToString("2026-03-04T05:06:07Z");
    Order shipped = order("salla", "order.status.updated");
    assertThat(shipped.number()).isEqualTo("41027662");
    assertThat(shipped.status()).isEqualTo("تم الشحن");
    assertThat(shipped.fulfilment().trackings())
        .containsExactly(new Fulfilment.Tracking("سمسا", "291", "https://track.example.com/291"));
  }

  @Test
  void theOthersAreReadToo() {
    Order shopify = order("shopify", "orders/fulfilled");
    assertThat(shopify.number()).isEqualTo("#1001");
    assertThat(shopify.payment().cashOnDelivery()).isTrue();
    assertThat(shopify.fulfilment().trackings().getFirst().carrier()).isEqualTo("SMSA");
    assertThat(shopify.customer().phones()).containsExactly("+966501234567");
    Order zid = order("zid", "order.status.update");
    assertThat(zid.status()).isEqualTo("indelivery");
    assertThat(zid.customer().phones()).containsExactly("+966501234567");
    assertThat(zid.amounts().total()).isEqualTo("115.00");
    Order custom = order("custom", "order.created");
    assertThat(custom.amounts().total()).isEqualTo("12.500");
    assertThat(custom.customer().lastName()).isEqualTo("Al Sabah");
    assertThat(read("shopify", "checkouts/create")).isInstanceOf(Content.OfCart.class);
    assertThat(read("salla", "abandoned.cart")).isInstanceOf(Content.OfCart.class);
    assertThat(read("zid", "abandoned_cart.created").person().orElseThrow().phones())
        .containsExactly("+966501234567");
    for (String platform : List.of("woocommerce", "salla", "custom")) {
      assertThat(read(platform, "customer.created")).isInstanceOf(Content.OfCustomer.class);
    }
  }

  @Test
  void aGuestWithoutAPhoneAndADeletionAreNoFault() {
    ObjectNode guest = sample("woocommerce", "order.created");
    guest.put("customer_id", 0);
    guest.withObject("billing").put("phone", "");
    guest.withObject("shipping").put("phone", " 055 123 4567 ");
    Order order = read("woocommerce", "order.updated", guest).ofOrder().orElseThrow();
    assertThat(order.customer().id()).isNull();
    assertThat(order.customer().phones()).containsExactly("055 123 4567");
    assertThat(read("woocommerce", "order.deleted", Json.parse("{\"id\":727}")).kind())
        .isEqualTo("other");
    guest.set("shipping", Json.mapper().createArrayNode());
    assertThat(read("woocommerce", "order.updated", guest).ofOrder().orElseThrow().shipping())
        .isNull();
  }

  @Test
  void ofThreeHundredLinesAllAreReadAndOfMoreTheRestIsLeftOut() {
    ObjectNode large = sample("woocommerce", "order.created");
    JsonNode line = large.path("line_items").get(0);
    for (int i = 2; i < 400; i++) {
      large.withArray("line_items").add(line);
    }
    assertThat(read("woocommerce", "order.created", large).ofOrder().orElseThrow().lines())
        .hasSize(300);
  }

  @Test
  void noPlatformFailsOnWhatIsShapedOtherwise() {
    for (Platform platform : Platform.values()) {
      for (String body :
          List.of(
              "[]",
              "{}",
              "7",
              "\"x\"",
              "{\"id\":{},\"line_items\":7,\"data\":[],\"order\":[]}",
              "{\"id\":1,\"line_items\":[7,[],null],\"billing\":[],\"order_status\":7,"
                  + "\"financial_status\":{},\"customer\":[],\"order_total\":\"x\"}",
              "{\"event\":\"order.created\",\"data\":{\"id\":1,\"status\":7,\"customer\":[],"
                  + "\"items\":{},\"amounts\":[],\"date\":\"x\",\"created_at\":\"Mon GMT\"}}")) {
        for (String topic : List.of("order.created", "orders/create", "customer.created", "")) {
          assertThat(Contents.read(platform, topic, Json.parse(body)).kind()).isNotEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1500.00,JPY,1500",
    "12.5,KWD,12.500",
    "12,SAR,12.00",
    "-5.00,SAR,-5.00",
    "0,SAR,0.00",
    "1.005,SAR,1.005",
    "٢٤٥٫٥٠,SAR,245.50",
    "'1,234.50',USD,1234.50",
    "7.10,,7.10",
    "x,SAR,",
    "1e400,SAR,",
  })
  void anAmountHasTheDigitsOfItsCurrency(String written, String currency, String amount) {
    JsonNode body =
        Json.mapper()
            .valueToTree(
                Map.of(
                    "id",
                    "1",
                    "total",
                    written,
                    "currency",
                    currency == null ? "" : currency,
                    "customer",
                    Map.of("id", "1")));
    Order order = read("custom", "order.created", body).ofOrder().orElseThrow();
    assertThat(order.amounts().total()).isEqualTo(amount);
  }

  @ParameterizedTest
  @CsvSource({
    "cod,true",
    "Cash on Delivery (COD),true",
    "zid_cod,true",
    "cash_on_delivery,true",
    "الدفع عند الاستلام,true",
    "mada,false",
    "code,false",
    "bacs,false",
  })
  void cashOnDeliveryIsKnownInEveryPlatformsWords(String method, boolean cash) {
    assertThat(Payment.of(method, null, null).cashOnDelivery()).isEqualTo(cash);
  }
}
