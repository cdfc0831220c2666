package rasl.whatsapp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import rasl.TestApp;
import rasl.db.TenantId;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import tools.jackson.databind.JsonNode;

/** A tenant with a number of its own at a WhatsApp that does as it is told. */
record Shop(TestApp app, LyingGraph graph, String number, TenantId tenant, Api api) {
  static final String PATH = "/api/v2/whatsapp/connection";
  static final String TOKEN = "EAAG-a-token-that-works-1234";

  private static final AtomicInteger NUMBER = new AtomicInteger(7000);

  /** Not connected yet; its account has the number. */
  static Shop open(TestApp app, LyingGraph graph) {
    String number = String.valueOf(NUMBER.incrementAndGet());
    TenantId tenant = app.tenant("shop-" + number);
    var shop = new Shop(app, graph, number, tenant, app.as(tenant));
    graph.always(
        "GET /" + shop.account() + "/phone_numbers",
        LyingGraph.answer(200, "{\"data\":[{\"id\":\"1\"},{\"id\":\"" + number + "\"}]}"));
    return shop;
  }

  String name() {
    return "shop-" + number;
  }

  String account() {
    return "9" + number;
  }

  /** What connects it, with some fields more. */
  Map<String, Object> wish(Object... more) {
    var wish = new HashMap<String, Object>();
    wish.put("phone_number_id", number);
    wish.put("business_account_id", account());
    wish.put("access_token", TOKEN);
    for (int i = 0; i < more.length; i += 2) {
      wish.put((String) more[i], more[i + 1]);
    }
    return wish;
  }

  Map<String, Object> wishWithoutToken() {
    Map<String, Object> wish = wish();
    wish.remove("access_token");
    return wish;
  }

  JsonNode connect() {
    return api.put(200, PATH, wish()).data();
  }

  JsonNode check() {
    return api.call(200, "POST", PATH + "/check", null).data();
  }

  long send(int status) {
    return api.post(
            status, "/api/v2/messages/text", Map.of("phone", "+966500000055", "message", "Hi"))
        .data()
        .path("chat_message_id")
        .asLong();
  }

  String status(long id) {
    return api.get(200, "/api/v2/messages/" + id).data().path("status").asString();
  }

  static List<String> codes(JsonNode connection) {
    return connection
        .path("problems")
        .valueStream()
        .map(one -> one.path("code").asString())
        .toList();
  }
}
