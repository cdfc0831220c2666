package rasl.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rasl.contact.WhatsAppUser;
import rasl.json.Json;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.graph.Graphs;
import rasl.whatsapp.graph.SendOutcome;
import tools.jackson.databind.JsonNode;

/**
 * What the client makes of the Cloud API, asked alike of the simulator and of recorded answers: so
 * neither of them can drift away from what Meta documents without the other one telling.
 */
abstract class GraphContract {
  static final String PHONE = "+966500000001";
  static final WhatsAppUser CUSTOMER = new WhatsAppUser("966500000001", "");

  /** Where the API is. */
  abstract URI graph();

  /** A number that it knows, with its token. */
  abstract Connection connection();

  /** The next message is refused with this error. */
  abstract void refuseNext(JsonNode recorded);

  /** The id of an image that it has. */
  abstract String media() throws Exception;

  @Test
  void messagesOfEveryTypeAreTaken() throws InterruptedException {
    Set<String> wamids = new HashSet<>();
    for (JsonNode recorded : recorded("sends")) {
      String payload = Json.write(recorded.path("payload"));
      assertThat(send(connection(), payload))
          .as(payload)
          .isInstanceOfSatisfying(
              SendOutcome.Accepted.class,
              accepted -> {
                assertThat(accepted.wamid()).startsWith("wamid.");
                assertThat(accepted.waId()).isEqualTo("966500000001");
                wamids.add(accepted.wamid());
              });
    }
    assertThat(wamids).hasSize(recorded("sends").size());
  }

  @Test
  void errorsOfEveryClassAreKnown() throws InterruptedException {
    Set<ErrorClass> seen = new HashSet<>();
    for (JsonNode recorded : recorded("errors")) {
      refuseNext(recorded);
      SendOutcome outcome = send(connection(), text());
      assertThat(outcome)
          .as("%s", recorded)
          .isInstanceOfSatisfying(
              SendOutcome.Refused.class,
              refused -> {
                GraphError error = refused.error();
                assertThat(error.code()).isEqualTo(recorded.at("/error/code").asInt());
                assertThat(error.title()).isNotEmpty().doesNotContain("(#");
                assertThat(error.details()).isNotEmpty();
                assertThat(ErrorClass.of(error).name())
                    .isEqualTo(recorded.path("class").asString());
                seen.add(ErrorClass.of(error));
              });
    }
    assertThat(seen).containsExactlyInAnyOrder(ErrorClass.values());
  }

  @Test
  void aDeadTokenStopsTheNumber() throws InterruptedException {
    Connection dead = with(connection(), connection().phoneNumberId(), "no-such-token");
    GraphError error = ((SendOutcome.Refused) send(dead, text())).error();
    assertThat(error.code()).isEqualTo(190);
    assertThat(ErrorClass.of(error)).isEqualTo(ErrorClass.HALT);
    assertThat(ask(dead, dead.phoneNumberId(), Map.of())).isInstanceOf(GraphAnswer.Refused.class);
  }

  @Test
  void whatDoesNotExistIsAnError() throws InterruptedException {
    Connection stranger = with(connection(), "1", connection().accessToken().text());
    GraphError error = ((SendOutcome.Refused) send(stranger, text())).error();
    assertThat(error.code()).isEqualTo(100);
    assertThat(error.title()).contains("does not exist");
  }

  @Test
  void templatesComeInPages() throws InterruptedException {
    Set<String> ids = new HashSet<>();
    String after = "";
    int pages = 0;
    do {
      Map<String, String> query = new HashMap<>(Map.of("limit", "2"));
      Optional.of(after).filter(cursor -> !cursor.isEmpty()).ifPresent(c -> query.put("after", c));
      JsonNode page = body(connection().businessAccountId() + "/message_templates", query);
      for (JsonNode template : page.path("data")) {
        assertThat(template.path("id").asString()).matches("[0-9]+");
        assertThat(template.path("name").asString()).matches("[a-z0-9_]+");
        assertThat(template.path("language").asString()).isNotEmpty();
        assertThat(template.path("status").asString()).matches("[A-Z_]+");
        assertThat(template.path("category").asString()).matches("[A-Z]+");
        assertThat(template.path("parameter_format").asString()).isIn("POSITIONAL", "NAMED");
        assertThat(template.path("components").isArray()).isTrue();
        assertThat(ids.add(template.path("id").asString())).isTrue();
      }
      after = page.path("paging").has("next") ? page.at("/paging/cursors/after").asString("") : "";
      pages++;
    } while (!after.isEmpty());
    assertThat(pages).isGreaterThan(1);
    assertThat(ids).hasSizeGreaterThan(2);
  }

  @Test
  void aPhoneNumberTellsOfItself() throws InterruptedException {
    JsonNode number =
        body(
            connection().phoneNumberId(),
            Map.of("fields", "id,display_phone_number,verified_name,quality_rating,throughput"));
    assertThat(number.path("id").asString()).isEqualTo(connection().phoneNumberId());
    assertThat(number.path("display_phone_number").asString()).matches("\\+?[0-9 ()-]+");
    assertThat(number.path("verified_name").asString()).isNotEmpty();
    assertThat(number.path("quality_rating").asString()).isNotEmpty();
    assertThat(number.at("/throughput/level").asString()).isNotEmpty();
  }

  @Test
  void mediaHaveAnAddressForAWhile() throws Exception {
    JsonNode media = body(media(), Map.of());
    assertThat(URI.create(media.path("url").asString()).getHost()).isNotEmpty();
    assertThat(media.path("mime_type").asString()).isEqualTo("image/png");
    assertThat(media.path("sha256").asString()).isNotEmpty();
    assertThat(media.path("file_size").asLong()).isPositive();
  }

  static JsonNode recorded(String name) {
    try (InputStream file = GraphContract.class.getResourceAsStream("recorded/" + name + ".json")) {
      assertThat(file).as(name).isNotNull();
      return Json.parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text() {
    return Json.write(recorded("sends").path(0).path("payload"));
  }

  private SendOutcome send(Connection from, String payload) throws InterruptedException {
    try (var client = new GraphClient(Graphs.real(graph()), "v25.0")) {
      return client.send(from, CUSTOMER, payload, "rasl:test:1");
    }
  }

  /** The client's own words for such a token quote it. */
  @Test
  void aTokenThatNoHeaderCanHoldIsNeverQuoted() throws InterruptedException {
    Connection odd = with(connection(), connection().phoneNumberId(), "EAAGsecret\u200B");
    try (var client = new GraphClient(Graphs.real(graph()), "v25.0")) {
      List<Object> answers =
          List.of(
              client.get(odd, odd.phoneNumberId(), Map.of()),
              client.post(odd, odd.phoneNumberId()),
              client.markRead(odd, "wamid.1", false),
              client.send(odd, CUSTOMER, "{\"type\":\"text\"}", ""));
      assertThat(answers).allSatisfy(one -> assertThat(one.toString()).contains("malformed"));
      assertThat(answers.toString()).doesNotContain("secret");
    }
  }

  private GraphAnswer ask(Connection from, String path, Map<String, String> query)
      throws InterruptedException {
    try (var client = new GraphClient(Graphs.real(graph()), "v25.0")) {
      return client.get(from, path, query);
    }
  }

  private JsonNode body(String path, Map<String, String> query) throws InterruptedException {
    GraphAnswer answer = ask(connection(), path, query);
    assertThat(answer).isInstanceOf(GraphAnswer.Ok.class);
    return ((GraphAnswer.Ok) answer).body();
  }

  private static Connection with(Connection one, String phoneNumberId, String token) {
    return connection(phoneNumberId, one.businessAccountId(), token);
  }

  static Connection connection(String phoneNumberId, String businessAccountId, String token) {
    return new Connection(
        1,
        phoneNumberId,
        businessAccountId,
        "15550001111",
        new AccessSecret(token),
        "app",
        false,
        Optional.empty());
  }
}
