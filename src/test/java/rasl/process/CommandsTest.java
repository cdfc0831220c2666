package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.CommandLineInProcess;
import rasl.CommandLineInProcess.Ran;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/** Tokens and tenants by the command line, beside a running server and without one. */
@Tag("process")
@Timeout(300)
class CommandsTest {
  private static final String SOURCES = "/api/v2/sources";

  private static Path folder;

  @BeforeAll
  static void aDataFolder() {
    folder = ServerProcess.freshFolder("commands");
  }

  @AfterAll
  static void nothingGoesOnRunning() {
    ServerProcess.killPostgres(folder);
  }

  @Test
  void tokensAndTenantsAreMadeBesideARunningServerAndWithoutOne() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        Api api = server.api()) {
      assertThat(rasl("tenant", "create", "acme", "country=EG").out())
          .contains("name=acme\n", "country=EG\n", "default_assignee=nobody\n");
      aTokenStandsAloneOnStandardOutput();
      scopesAndRateLimitHoldOverHttp(api);
      anUnlimitedTokenHasNoRateHeaders(api);
      aRevokedTokenIsRefused(api);
      anExpiredTokenIsRefused(api);
      madeUpContactsAreAddedAndNeverTwice(api);
      wrongArgumentsAreToldInWords();
      theCallbackNamesThePortThatTheServerTook(server);
      theDoctorLooksAtConnections();
      assertThat(server.terminate()).isEqualTo(143);
    }
    assertThat(rasl("tenant", "set", "acme", "window_policy=passthrough", "contact_limit=").out())
        .contains("window_policy=passthrough\n", "contact_limit=unset\n");
    assertThat(rasl("tenant", "show", "acme").out())
        .contains("window_policy=passthrough\n", "country=EG\n");
    assertThat(rasl("demo", "data", "--contacts", "5", "--tenant", "acme").out())
        .startsWith("5 contacts added");
    assertThat(rasl("token", "list", "--tenant", "acme").out()).contains("limited", "unlimited");
    assertThat(ServerProcess.postgres(folder)).as("it ran for the command only").isEmpty();
  }

  private static void madeUpContactsAreAddedAndNeverTwice(Api api) {
    String token =
        rasl(
                "token",
                "create",
                "--tenant",
                "acme",
                "--name",
                "demo",
                "--scopes",
                "all",
                "--rate-limit",
                "1000")
            .out()
            .strip();
    for (int times = 1; times <= 2; times++) {
      Ran ran = rasl("demo", "data", "--contacts", "300", "--tenant", "acme");
      assertThat(ran.out()).startsWith("300 contacts added to acme in ").endsWith(" a second.\n");
      assertThat(ran.err()).contains("100%  300 of 300");
      assertThat(
              api.withToken(token)
                  .get(200, "/api/v2/contacts?per_page=1")
                  .meta()
                  .at("/pagination/total")
                  .asInt())
          .isEqualTo(300 * times);
    }
  }

  private static void wrongArgumentsAreToldInWords() {
    assertToldInWords(2, "--contacts takes", "demo", "data", "--contacts", "0");
    assertToldInWords(1, "no tenant", "demo", "data", "--contacts", "1", "--tenant", "nobody");
    assertToldInWords(1, "There is no tenant \"nobody\"", "tenant", "show", "nobody");
    assertToldInWords(2, "rate", "token", "create", "--tenant", "a", "--rate-limit", "0");
    assertToldInWords(2, "country: must be", "tenant", "create", "beta", "country=XX");
    assertToldInWords(2, "There is no such setting", "tenant", "create", "beta", "colour=red");
    assertToldInWords(
        2, "copy it again", "tenant", "create", "beta", "whatsapp.access_token=E\u200BA");
    assertToldInWords(1, "No such token", "token", "revoke", "4711");
    assertToldInWords(2, "The name must have", "tenant", "create", "Not A Name");
    assertThat(rasl("tenant", "list").out()).as("nothing half made").doesNotContain("beta");
  }

  private static void theCallbackNamesThePortThatTheServerTook(ServerProcess server) {
    rasl(
        "tenant",
        "set",
        "acme",
        "whatsapp.phone_number_id=4",
        "whatsapp.business_account_id=5",
        "whatsapp.display_phone_number=966500000044",
        "whatsapp.access_token=none");
    var free = Map.of("RASL_DATA_DIR", folder.toString(), "RASL_PORT", "0");
    assertThat(CommandLineInProcess.run(free, "tenant", "show", "acme").out())
        .contains("whatsapp.callback=" + server.url() + "/hooks/whatsapp\n");
  }

  private static void theDoctorLooksAtConnections() {
    assertThat(rasl("doctor").out())
        .contains("good     WhatsApp of acme: connected; nothing known to be wrong\n");
    assertThat(rasl("secrets", "rotate").out())
        .contains("0 secrets encrypted anew.\n", "RASL_SECRET_KEY_PREVIOUS is not needed.\n");
    var newKey = new HashMap<>(environment());
    newKey.put("RASL_SECRET_KEY", "ab".repeat(32));
    newKey.put("RASL_SECRET_KEY_PREVIOUS", "cd".repeat(32));
    Ran ran = CommandLineInProcess.run(newKey, "secrets", "rotate");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("stop it first");
  }

  private static void assertToldInWords(int exitCode, String words, String... arguments) {
    Ran ran = CommandLineInProcess.run(environment(), arguments);
    assertThat(ran.err()).contains(words).doesNotContain("\tat ");
    assertThat(ran.exitCode()).isEqualTo(exitCode);
    assertThat(ran.out()).isEmpty();
  }

  private static void aTokenStandsAloneOnStandardOutput() {
    ServerProcess.Ran ran =
        ServerProcess.run(
            folder,
            Map.of(),
            "token",
            "create",
            "--tenant",
            "acme",
            "--name",
            "first",
            "--scopes",
            "all",
            "--rate-limit",
            "120",
            "--expires",
            "90d");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).matches("rasl_[0-9A-Za-z]{46}\n");
    assertThat(ran.err()).isEmpty();
  }

  private static void scopesAndRateLimitHoldOverHttp(Api api) {
    Api reading = api.withToken(token("limited", "sources:read", "1"));
    assertThat(reading.get(200, SOURCES).header("X-RateLimit-Limit")).hasValue("1");
    assertThat(reading.post(403, SOURCES, Map.of("name", "Fair")).code())
        .isEqualTo("INSUFFICIENT_SCOPE");
    assertThat(reading.get(429, SOURCES).header("Retry-After")).isPresent();
  }

  private static void anUnlimitedTokenHasNoRateHeaders(Api api) {
    var answer = api.withToken(token("unlimited", "all", "unlimited")).get(200, SOURCES);
    assertThat(answer.response().headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("ratelimit"));
  }

  private static void aRevokedTokenIsRefused(Api api) throws InterruptedException {
    Api revoked = api.withToken(token("lost", "all", "unlimited"));
    revoked.get(200, SOURCES);
    assertThat(rasl("token", "revoke", "--tenant", "acme", "--name", "lost").err())
        .contains("Revoked 1 token.");
    Waiting.until(Duration.ofSeconds(20), () -> revoked.send("GET", SOURCES, null).status() == 401);
  }

  private static void anExpiredTokenIsRefused(Api api) throws InterruptedException {
    String text =
        rasl(
                "token",
                "create",
                "--tenant",
                "acme",
                "--name",
                "brief",
                "--scopes",
                "all",
                "--rate-limit",
                "unlimited",
                "--expires",
                "1s")
            .out()
            .strip();
    Api brief = api.withToken(text);
    Waiting.until(Duration.ofSeconds(20), () -> brief.send("GET", SOURCES, null).status() == 401);
  }

  private static String token(String name, String scopes, String rate) {
    return rasl(
            "token",
            "create",
            "--tenant",
            "acme",
            "--name",
            name,
            "--scopes",
            scopes,
            "--rate-limit",
            rate)
        .out()
        .strip();
  }

  private static Ran rasl(String... arguments) {
    Ran ran = CommandLineInProcess.run(environment(), arguments);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran;
  }

  private static Map<String, String> environment() {
    return Map.of("RASL_DATA_DIR", folder.toString());
  }
}
