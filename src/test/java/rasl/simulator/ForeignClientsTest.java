package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Public clients of the Cloud API, unchanged, against the simulator: each of their calls is taken,
 * or refused as Meta would refuse it. npm installs them once, into {@code target}, in the versions
 * of {@code src/test/clients/package-lock.json}; without {@code npm}, {@code node} or the registry
 * the test is skipped, and says so.
 */
class ForeignClientsTest {
  private static final Path SOURCES = Path.of("src", "test", "clients");
  private static final Path FOLDER = Path.of("target", "clients");
  private static final String CUSTOMER = "966512345678";

  /** The refusals, with Meta's codes; every other call is taken. */
  private static final Map<String, Integer> REFUSED =
      Map.ofEntries(
          Map.entry("@kapso/whatsapp-cloud-api: contacts without a name part", 131008),
          // Meta has no templates below their account: "Unknown path components".
          Map.entry("@kapso/whatsapp-cloud-api: template by id", 2500),
          Map.entry("@kapso/whatsapp-cloud-api: create template again", 100),
          Map.entry("@kapso/whatsapp-cloud-api: verify wrong code", 136025),
          Map.entry("@kapso/whatsapp-cloud-api: text from no number", 133010),
          Map.entry("@kapso/whatsapp-cloud-api: register with another PIN", 133005),
          Map.entry("@kapso/whatsapp-cloud-api: call", 3),
          Map.entry("whatsapp-api-js: template that does not exist", 132001),
          Map.entry("whatsapp-api-js: QR code that is gone", 100),
          Map.entry("whatsapp-api-js: block a stranger", 139100),
          Map.entry("whatsapp-api-js: text to the blocked", 130403),
          Map.entry("whatsapp-api-js: call", 3),
          Map.entry("@great-detail/whatsapp: empty text", 100),
          Map.entry("@great-detail/whatsapp: unknown field", 100),
          Map.entry("@great-detail/whatsapp: update a template under review", 100));

  @TempDir Path folder;

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void everyCallIsTakenOrRefusedAsMetaWould() throws IOException, InterruptedException {
    install();
    var clock = new MovingClock(Instant.parse("2026-11-23T10:00:00Z"));
    try (Receiver receiver = new Receiver();
        Play play = Play.start(folder, clock, receiver)) {
      Map<String, Integer> codes = new LinkedHashMap<>();
      String said = run(play, play.inbound(CUSTOMER));
      for (String line : said.lines().filter(it -> it.startsWith("{")).toList()) {
        JsonNode call = JsonMapper.shared().readTree(line);
        String name = call.path("client").stringValue() + ": " + call.path("call").stringValue();
        codes.put(name, call.path("code").asInt());
      }

      assertThat(codes).as(said).hasSize(122);
      assertThat(codes.entrySet())
          .as(said)
          .allMatch(it -> REFUSED.getOrDefault(it.getKey(), 0).equals(it.getValue()));
    }
  }

  /** The lock file names the public registry alone, so that everybody gets the same files. */
  @Test
  void theLockFileNamesNoOtherRegistry() throws IOException {
    String lock = Files.readString(SOURCES.resolve("package-lock.json"));

    assertThat(lock.lines().filter(line -> line.contains("\"resolved\"")))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"https://registry.npmjs.org/"));
    assertThat(lock.lines().filter(line -> line.contains("\"integrity\""))).hasSize(9);
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    String node = exec(Map.of(), "node", "-p", "process.versions.node").strip();
    Assumptions.assumeTrue(
        node.matches("(2[0-9]|[3-9][0-9])\\..*"), () -> "node must be 20 or newer, not " + node);
    Path installed = FOLDER.resolve("installed-lock.json");
    Path lock = SOURCES.resolve("package-lock.json");
    if (!Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
      Files.deleteIfExists(installed);
      copy("package.json");
      copy("package-lock.json");
      String said =
          exec(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund").strip();
      Assumptions.assumeTrue(
          Files.exists(FOLDER.resolve("node_modules/whatsapp/package.json")),
          () -> "npm could not install the clients, is the registry out of reach? " + said);
      Files.copy(lock, installed);
    }
    copy("clients.mjs");
  }

  private static void copy(String name) throws IOException {
    Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String run(Play play, String wamid) throws IOException, InterruptedException {
    return exec(
        Map.of(
            "SIMULATOR_URL",
            play.simulator.url().toString(),
            "TOKEN",
            Play.TOKEN,
            "PHONE_ID",
            Play.ACCOUNT.phoneNumberId(),
            "ACCOUNT_ID",
            Play.ACCOUNT.wabaId(),
            "CUSTOMER",
            CUSTOMER,
            "WAMID",
            wamid),
        "node",
        "clients.mjs");
  }

  /** What the command said, whether it succeeded or not. */
  private static String exec(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("clients", ".txt");
    var builder = new ProcessBuilder(List.of(command)).directory(FOLDER.toFile());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      Assumptions.abort(command[0] + " is missing: " + e.getMessage());
      throw e;
    }
    try {
      assertThat(process.waitFor(6, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
      return Files.readString(said, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }
}
