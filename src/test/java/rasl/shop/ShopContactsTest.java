package rasl.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.TestApp;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** The contacts of those who buy. */
class ShopContactsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SECRET = "my-secret";

  private static TestApp app;
  private static Api api;
  private static Api neighbour;
  private static Caller shop;
  private static int orders;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    api = app.sandbox();
    neighbour = app.as(app.tenant("neighbour"));
    shop = connect(api, Map.of("name", "The shop"));
  }

  @AfterAll
  static void stop() {
    neighbour.close();
    api.close();
    app.close();
  }

  private static Caller connect(Api of, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(Map.of("secret", SECRET, "default_country", "SA"));
    body.putAll(more);
    return Caller.connect(app, of, "custom", body);
  }

  private static Map<String, Object> customer(String phone, Map<String, Object> more) {
    Map<String, Object> customer = new HashMap<>(Map.of("phone", phone));
    customer.putAll(more);
    return customer;
  }

  private static JsonNode order(
      Api of, Caller from, Map<String, Object> customer, Map<String, Object> more)
      throws InterruptedException {
    Map<String, Object> order = new HashMap<>(more);
    order.put("id", "O-" + ++orders);
    order.put("customer", customer);
    return event(of, from, Map.of("order", order));
  }

  /** Posts, and waits until it is worked off. */
  private static JsonNode event(Api of, Caller from, Map<String, Object> body)
      throws InterruptedException {
    String text = Json.write(body);
    from.post(200, "?e=order.created", Map.of("X-Signature", Caller.hex(SECRET, text)), text);
    String list = "/api/v2/shops/" + from.id() + "/events";
    String id = of.get(200, list).data().at("/0/id").asString();
    Waiting.until(
        SOON,
        () -> !of.get(200, list + "/" + id).data().path("status").asString().equals("waiting"));
    return of.get(200, list + "/" + id).data();
  }

  private static JsonNode contact(Api of, JsonNode event) {
    return of.get(
            200, "/api/v2/contacts/" + event.path("contact_id").asString() + "?include=source")
        .data();
  }

  @Test
  void anOrderMakesItsBuyerAContactWhoseSourceIsTheShop() throws InterruptedException {
    JsonNode event =
        order(
            api,
            shop,
            customer("0550000001", Map.of("name", "سارة العتيبي", "email", "sara@buyers.test")),
            Map.of("shipping", Map.of("street", "King Fahd Road 1", "city", "Riyadh")));
    assertThat(event.path("status").asString()).isEqualTo("done");
    JsonNode made = contact(api, event);
    assertThat(made.path("phone").asString()).isEqualTo("+966550000001");
    assertThat(made.path("firstname").asString()).isEqualTo("سارة");
    assertThat(made.path("lastname").asString()).isEqualTo("العتيبي");
    assertThat(made.path("type").asString()).isEqualTo("customer");
    assertThat(made.path("email").asString()).isEqualTo("sara@buyers.test");
    assertThat(made.path("city").asString()).isEqualTo("Riyadh");
    assertThat(made.at("/source/name").asString()).isEqualTo("The shop");
    assertThat(
            api.get(200, "/api/v2/events?filter[type]=contact.created")
                .data()
                .valueStream()
                .map(one -> one.at("/data/resource/id").asString()))
        .contains(made.path("id").asString());
  }

  @Test
  void whatPeopleTypedStaysAndWhatIsEmptyIsFilledIn() throws InterruptedException {
    JsonNode first = order(api, shop, customer("+966550000002", Map.of("name", "Noura")), Map.of());
    String one = "/api/v2/contacts/" + first.path("contact_id").asString();
    api.patch(200, one, Map.of("firstname", "Dr. Noura", "city", "Jeddah"));
    JsonNode second =
        order(
            api,
            shop,
            customer("00966 55 000 0002", Map.of("name", "N. Harbi", "email", "noura@buyers.test")),
            Map.of("shipping", Map.of("street", "Olaya 5", "city", "Riyadh")));
    assertThat(second.path("contact_id")).isEqualTo(first.path("contact_id"));
    JsonNode now = api.get(200, one).data();
    assertThat(now.path("firstname").asString()).isEqualTo("Dr. Noura");
    assertThat(now.path("lastname").asString()).isEmpty();
    assertThat(now.path("city").asString()).isEqualTo("Jeddah");
    assertThat(now.path("address").isNull()).isTrue();
    assertThat(now.path("email").asString()).isEqualTo("noura@buyers.test");
    String updated = now.path("updated_at").asString();
    order(api, shop, customer("+966550000002", Map.of("name", "N. Harbi")), Map.of());
    assertThat(api.get(200, one).data().path("updated_at").asString()).isEqualTo(updated);
  }

  @Test
  void aContactThatIsCalledByItsPhoneGetsItsName() throws InterruptedException {
    JsonNode nameless = order(api, shop, customer("+966550000003", Map.of()), Map.of());
    assertThat(contact(api, nameless).path("firstname").asString()).isEqualTo("966550000003");
    order(api, shop, customer("+966550000003", Map.of("name", "Abu Bakr Ali")), Map.of());
    JsonNode named = contact(api, nameless);
    assertThat(named.path("firstname").asString()).isEqualTo("Abu");
    assertThat(named.path("lastname").asString()).isEqualTo("Bakr Ali");
  }

  @Test
  void theSamePersonOfANeighboursShopIsAnotherContact() throws InterruptedException {
    Caller theirs = connect(neighbour, Map.of("name", "Their shop"));
    JsonNode ours = order(api, shop, customer("+966550000004", Map.of("name", "A")), Map.of());
    JsonNode other =
        order(neighbour, theirs, customer("+966550000004", Map.of("name", "B")), Map.of());
    assertThat(contact(api, ours).path("firstname").asString()).isEqualTo("A");
    assertThat(contact(neighbour, other).path("firstname").asString()).isEqualTo("B");
    neighbour.get(404, "/api/v2/contacts/" + ours.path("contact_id").asString());
  }

  @Test
  void anEmailThatIsAnothersIsLeftOut() throws InterruptedException {
    order(api, shop, customer("+966550000005", Map.of("email", "shared@buyers.test")), Map.of());
    JsonNode second =
        order(
            api, shop, customer("+966550000006", Map.of("email", "Shared@buyers.test")), Map.of());
    assertThat(second.path("status").asString()).isEqualTo("done");
    assertThat(contact(api, second).path("email").isNull()).isTrue();
    JsonNode broken =
        order(api, shop, customer("+966550000007", Map.of("email", "no email")), Map.of());
    assertThat(contact(api, broken).path("email").isNull()).isTrue();
  }

  @Test
  void whereNoPhoneCanBeReadNobodyIsMadeAndTheReasonIsTold() throws InterruptedException {
    JsonNode none = order(api, shop, Map.of("name", "Guest"), Map.of());
    assertThat(none.path("status").asString()).isEqualTo("ignored");
    assertThat(none.path("reason").asString()).contains("phone");
    assertThat(none.path("contact_id").isNull()).isTrue();
    JsonNode second =
        order(
            api,
            shop,
            customer("call me", Map.of()),
            Map.of("shipping", Map.of("city", "Riyadh", "phone", "٠٥٥٠٠٠٠٠٠٨")));
    assertThat(contact(api, second).path("phone").asString()).isEqualTo("+966550000008");
  }

  @Test
  void aCartAndATestMakeNobody() throws InterruptedException {
    Map<String, Object> cart = Map.of("id", "C-1", "customer", customer("+966550000009", Map.of()));
    JsonNode left = event(api, shop, Map.of("cart", cart));
    assertThat(left.path("kind").asString()).isEqualTo("cart");
    assertThat(left.path("contact_id").isNull()).isTrue();
    JsonNode bought = order(api, shop, customer("+966550000009", Map.of()), Map.of());
    Map<String, Object> again = new HashMap<>(cart);
    again.put("id", "C-2");
    assertThat(event(api, shop, Map.of("cart", again)).path("contact_id"))
        .isEqualTo(bought.path("contact_id"));
    api.post(201, "/api/v2/shops/" + shop.id() + "/test", Map.of());
    assertThat(api.get(200, "/api/v2/contacts?q=96550123456").data()).isEmpty();
  }

  @Test
  void ordersOfOnePersonAtTheSameTimeMakeOneContact() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String text =
            Json.write(
                Map.of(
                    "order",
                    Map.of("id", "P-" + i, "customer", customer("+966550000010", Map.of()))));
        var _ =
            threads.submit(
                () ->
                    shop.post(200, "?e=a", Map.of("X-Signature", Caller.hex(SECRET, text)), text));
      }
    }
    String list = "/api/v2/shops/" + shop.id() + "/events?per_page=50&filter[order_id][like]=P-";
    Waiting.until(SOON, () -> api.get(200, list).data().size() == 20);
    assertThat(
            api.get(200, list)
                .data()
                .valueStream()
                .map(one -> one.path("contact_id").asString())
                .distinct())
        .hasSize(1);
  }

  @Test
  void theBuyersOfAShopAreInItsGroupsAndWhereThePlanEndsNobodyIsMade() throws InterruptedException {
    Api other = app.as(app.tenant("small"));
    String group =
        other.post(201, "/api/v2/groups", Map.of("name", "Buyers")).data().path("id").asString();
    Caller small = connect(other, Map.of("groups", List.of(Long.valueOf(group))));
    JsonNode first = order(other, small, customer("+966550000011", Map.of()), Map.of());
    assertThat(contact(other, first).path("group_id").toString()).isEqualTo("[" + group + "]");
    app.set("small", Map.of("contact_limit", "1"));
    JsonNode second = order(other, small, customer("+966550000012", Map.of()), Map.of());
    assertThat(second.path("status").asString()).isEqualTo("failed");
    assertThat(second.path("reason").asString()).contains("limit");
    JsonNode known = order(other, small, customer("+966550000011", Map.of()), Map.of());
    assertThat(known.path("status").asString()).isEqualTo("done");
    other.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SA,0551112233,+966551112233",
    "AE,0501112233,+971501112233",
    "KW,50123457,+96550123457",
    "QA,33123457,+97433123457",
    "BH,36001235,+97336001235",
    "OM,92123457,+96892123457",
    "EG,01001234568,+201001234568",
    "JO,0790123457,+962790123457",
    "TR,0501 234 56 79,+905012345679",
    "DE,0151 23456790,+4915123456790",
    "GB,07400 123457,+447400123457",
    "IN,8123456790,+918123456790",
    "BR,(11) 96123-4568,+5511961234568",
  })
  void aPhoneIsReadByTheCountryOfTheBuyer(String country, String written, String phone)
      throws InterruptedException {
    JsonNode event = order(api, shop, customer(written, Map.of("country", country)), Map.of());
    assertThat(contact(api, event).path("phone").asString()).isEqualTo(phone);
  }
}
