package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PrivacyTest {
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
  void theAccountIsToldToThisMachine() {
    JsonNode account = play.get("/control/account").json();

    assertThat(account.path("access_token").stringValue()).isEqualTo(Play.TOKEN);
    assertThat(account.path("account_id").stringValue()).isEqualTo(Play.ACCOUNT.wabaId());
    assertThat(account.path("app_secret").stringValue()).isEqualTo("app-secret");
    assertThat(account.path("graph_url").stringValue()).isEqualTo(play.simulator.url().toString());
    assertThat(
            play.get("/control/account?number=" + Play.OTHER.phoneNumberId())
                .json()
                .path("access_token")
                .stringValue())
        .isEqualTo("token-2");
  }

  @Test
  void secretsOfARealAppAreNotTold() {
    SimulatorAccount a = Play.ACCOUNT;
    var real =
        new SimulatorAccount(
            a.phoneNumberId(),
            a.displayPhoneNumber(),
            a.verifiedName(),
            a.wabaId(),
            a.appId(),
            a.accessToken(),
            "real-secret",
            "real-verify",
            false);
    try (Play other =
        Play.start(folder.resolve("real"), clock, Optional.empty(), java.util.List.of(real))) {
      assertThat(other.get("/control/account").raw().body())
          .contains(Play.TOKEN)
          .doesNotContain("real-secret", "real-verify");
    }
  }

  /** Messages and codes are in these files: other users of the machine cannot read them. */
  @Test
  void whatIsKeptCanBeReadByThisUserOnly() throws Exception {
    play.accepted(CUSTOMER);
    play.upload("text/plain", new byte[] {'a'});
    play.close();
    Path journal = folder.resolve("simulator/journal.jsonl");
    Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        folder.resolve("simulator"), PosixFilePermissions.fromString("rwxr-xr-x"));

    play = Play.start(folder, clock, receiver);

    try (Stream<Path> all = Files.walk(folder.resolve("simulator"))) {
      assertThat(all)
          .hasSizeGreaterThan(3)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void filesWhoseTimeHasRunOutLeaveTheDisk() throws Exception {
    String id = play.upload("text/plain", new byte[] {'a'}).json().path("id").stringValue();
    Path file = folder.resolve("simulator/media").resolve(id);
    assertThat(file).exists();

    play.advance(Duration.ofDays(31));
    play.upload("text/plain", new byte[] {'b'});

    assertThat(file).doesNotExist();
  }

  /** A stranger's large form is refused for the missing token, and not taken in to look for one. */
  @Test
  void aLargeFormIsNotSearchedForAToken() {
    String part = "--b\r\nContent-Disposition: form-data; name=access_token\r\n\r\ntoken-1\r\n";
    String path = "/v25.0/" + Play.ACCOUNT.phoneNumberId() + "/register";
    String small =
        part + rest("messaging_product", "whatsapp") + rest("pin", "123456") + "--b--\r\n";
    String large = part + rest("filler", "x".repeat(2 << 20)) + "--b--\r\n";
    String type = "multipart/form-data; boundary=b";

    assertThat(play.as("", "POST", path, type, small).status()).isEqualTo(200);
    assertThat(play.as("", "POST", path, type, large).code()).isEqualTo(104);
  }

  private static String rest(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n" + value + "\r\n";
  }
}
