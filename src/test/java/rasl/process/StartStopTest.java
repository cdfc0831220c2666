package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;
import rasl.testkit.Waiting;

/** Starting and stopping, as people, scripts and service managers see it. */
@Tag("process")
@Timeout(300)
class StartStopTest {
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rw-rwx");

  private static Path folder;

  @BeforeAll
  static void anExistingDataFolder() throws InterruptedException {
    folder = ServerProcess.emptyFolder("start");
    ServerProcess.startOnceAndKeepItsClasses(
        folder,
        first -> {
          // The welcome follows rasl.json.
          Waiting.until(Duration.ofSeconds(30), () -> first.out().contains("Self-check"));
          assertThat(first.token()).as("the token, shown when it is made").isPresent();
          assertThat(first.out())
              .contains("-H \"Authorization: Bearer " + first.token().orElseThrow())
              .contains("curl -X POST http://localhost:");
        });
  }

  @AfterAll
  static void nothingGoesOnRunning() {
    ServerProcess.killPostgres(folder);
  }

  @Test
  void itIsReadySaysWhereRefusesASecondOneAndStopsInOrder() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        Api api = server.api()) {
      var state = server.state().orElseThrow();
      assertThat(state.propertyNames())
          .containsExactly("url", "simulator_url", "pid", "started_at");
      assertThat(Instant.parse(state.path("started_at").asString())).isBefore(Instant.now());
      api.get(200, "/health/ready");
      Waiting.until(Duration.ofSeconds(30), () -> server.out().contains("Self-check: "));
      assertThat(server.out())
          .containsPattern("the answer was delivered after \\d+ ms\\.")
          .as("a token is shown once")
          .doesNotContainPattern("rasl_[0-9A-Za-z]{46}");
      assertThat(server.err().lines())
          .as("the log, in JSON lines")
          .allMatch(line -> line.startsWith("{\"at\":"))
          .anyMatch(line -> line.contains("\"route\":\"/health/ready\""));

      assertThat(openToOthers()).isEmpty();

      ServerProcess.Ran second = ServerProcess.run(folder, Map.of(), "start");
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .contains("in use by process " + server.pid())
          .doesNotContain("\tat ");
      api.get(200, "/health/ready");

      assertThat(server.terminate()).as("the exit code of SIGTERM").isEqualTo(143);
      assertThat(server.out()).contains("Stopping …");
      assertThat(folder.resolve("rasl.json")).doesNotExist();
      assertThat(ServerProcess.postgres(folder)).isEmpty();
    }
  }

  @Test
  void aPortInUseIsToldInWords() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      for (String setting : new String[] {"RASL_PORT", "RASL_SIMULATOR_PORT"}) {
        String port = Integer.toString(taken.getLocalPort());
        ServerProcess.Ran ran = ServerProcess.run(folder, Map.of(setting, port), "start");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
            .contains("127.0.0.1:" + port + ": the port is in use")
            .contains("give another by " + setting)
            .doesNotContain("\tat ");
        assertThat(ServerProcess.postgres(folder)).isEmpty();
        assertThat(folder.resolve("rasl.json")).doesNotExist();
      }
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsToldInWords() throws IOException {
    Path file = folder.resolveSibling("a-file");
    Files.writeString(file, "");
    ServerProcess.Ran ran = ServerProcess.run(file, Map.of(), "start");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("" + file).contains("RASL_DATA_DIR").doesNotContain("\tat ");
  }

  @Test
  void wrongSettingsAreAllNamedAtOnce() {
    ServerProcess.Ran ran =
        ServerProcess.run(folder, Map.of("RASL_PORT", "many", "RASL_PROT", "1"), "start", "--prod");
    assertThat(ran.exitCode()).isEqualTo(100);
    assertThat(ran.err())
        .contains("RASL_PORT must be a whole number")
        .contains("RASL_PUBLIC_URL is needed with --prod")
        .contains("RASL_SECRET_KEY is needed with --prod")
        .contains("RASL_PROT is no setting of Rasl; the nearest name is RASL_PORT.")
        .doesNotContain("\tat ");
  }

  @Test
  void productionListensOnAllAddressesAndStartsNoSimulator() throws IOException {
    var settings =
        Map.of(
            "RASL_PUBLIC_URL",
            "https://rasl.example.com",
            "RASL_SECRET_KEY",
            Files.readString(folder.resolve("secret.key")).strip());
    try (ServerProcess server = ServerProcess.start(folder, settings, "--prod");
        Api api = server.api()) {
      api.get(200, "/health/ready");
      assertThat(server.state().orElseThrow().path("simulator_url").isNull()).isTrue();
      assertThat(server.out()).contains("https://rasl.example.com").doesNotContain("curl");
      assertThat(reachableFromElsewhere(server)).isNotEqualTo(Optional.of(false));
    }
    try (ServerProcess trial = ServerProcess.start(folder, Map.of())) {
      assertThat(reachableFromElsewhere(trial)).isNotEqualTo(Optional.of(true));
    }
  }

  @Test
  void aDatabaseThatWasMadeWithAnotherSecretKeyIsRefused() {
    ServerProcess.Ran ran =
        ServerProcess.run(folder, Map.of("RASL_SECRET_KEY", "ab".repeat(32)), "start");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("made with another secret key").doesNotContain("\tat ");
    assertThat(ServerProcess.postgres(folder)).isEmpty();
  }

  /** Also while somebody is still sending a body, for which an orderly stop would wait. */
  @Test
  void withoutPostgreSqlItEndsAtOnceAndSaysWhy() throws IOException {
    try (ServerProcess server = ServerProcess.start(folder, Map.of());
        var socket = new RawSocket(URI.create(server.url()).getPort())) {
      socket.send("POST /hooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{");
      long begin = System.nanoTime();
      ServerProcess.killPostgres(folder);
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
      assertThat(server.out().lines().toList().getLast())
          .startsWith("Stopped, because PostgreSQL exited by itself. Its log, in " + folder);
      assertThat(server.err()).contains("PostgreSQL has exited with code 137");
      assertThat(folder.resolve("rasl.json")).doesNotExist();
    }
  }

  /**
   * What others may read or list; the programs of PostgreSQL, in a closed folder, are no secret.
   */
  private static List<Path> openToOthers() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.toString().contains("/programs-"))
          .filter(StartStopTest::isOpen)
          .toList();
    }
  }

  private static boolean isOpen(Path path) {
    try {
      return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    } catch (IOException _) {
      return false; // Gone meanwhile.
    }
  }

  /** Whether an address of this machine that is not loopback leads to it; empty without one. */
  private static Optional<Boolean> reachableFromElsewhere(ServerProcess server) throws IOException {
    int port = URI.create(server.url()).getPort();
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst()
        .map(
            address -> {
              try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 2000);
                return true;
              } catch (IOException _) {
                return false;
              }
            });
  }
}
