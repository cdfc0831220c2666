package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every call of Meta's OpenAPI file is played, or refused in words and listed in the documentation.
 */
class OperationsTest {
  private static final int NOT_PLAYED = 3;

  @TempDir Path folder;

  @Test
  void everyCallIsPlayedOrRefusedInWordsAndListed() throws IOException {
    String page = Files.readString(Path.of("docs", "simulator.md"));
    var clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
    List<String> played = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> unlisted = new ArrayList<>();
    try (Receiver receiver = new Receiver();
        Play play = Play.start(folder, clock, receiver)) {
      for (String operation : operations()) {
        String method = operation.split(" ", 2)[0];
        // One for each, since one of the operations deletes it.
        String flow = operation.contains("{Flow-ID}") ? flow(play, operation) : "";
        String path = path(operation.split(" ", 2)[1], flow);
        String edge = path.substring(path.lastIndexOf('/') + 1);
        Play.Reply reply = play.graph(method, "/v23.0" + path, method.equals("POST") ? "{}" : "");
        JsonNode error = reply.json().path("error");
        assertThat(error.path("code").asInt()).as(operation).isNotIn(131000, 2500);
        if (error.path("code").asInt(0) == NOT_PLAYED) {
          assertThat(error.path("message").asString()).contains("simulator does not play");
          refused.add(operation);
          boolean account = path.equals("/" + Play.ACCOUNT.wabaId());
          String listed = account ? "`POST` of the account itself" : "`" + edge + "`";
          if (!page.contains(listed)) {
            unlisted.add(operation);
          }
        } else if (error.path("error_subcode").asInt(0) == 33) {
          // An id of a kind of object that does not exist here, as the page says.
          assertThat(path).as(operation).startsWith("/999");
        } else {
          played.add(operation);
        }
      }
    }
    assertThat(unlisted).as("not played, and not on the page").isEmpty();
    assertThat(played).hasSizeGreaterThan(40);
    assertThat(refused).hasSizeGreaterThan(35);
  }

  private static List<String> operations() throws IOException {
    try (InputStream file = OperationsTest.class.getResourceAsStream("operations.txt")) {
      assertThat(file).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  /** The ids of this world, or ones that nobody has. */
  private static String flow(Play play, String name) throws IOException {
    return play.account(
            "POST",
            "flows",
            "{'name':'" + name.replaceAll("[{}]", "") + "','categories':['OTHER']}")
        .json()
        .path("id")
        .asString();
  }

  private static String path(String template, String flow) {
    return template
        .replace("{Phone-Number-ID}", Play.ACCOUNT.phoneNumberId())
        .replace("{WABA-ID}", Play.ACCOUNT.wabaId())
        .replace("{WhatsApp-Business-Account-ID}", Play.ACCOUNT.wabaId())
        .replace("{Application-ID}", Play.ACCOUNT.appId())
        .replace("{Flow-ID}", flow)
        .replace("{QR-Code-ID}", "ABCDEFGHIJKLMN")
        .replaceAll("\\{[^}]*}", "999");
  }
}
