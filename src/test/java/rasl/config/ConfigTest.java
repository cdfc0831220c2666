package rasl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private static final String KEY = "00112233".repeat(8);

  @Test
  void everythingHasADefaultForATrial() {
    var config = Config.from(Map.of(), Mode.TRIAL);
    assertThat(config.server().port()).isEqualTo(8080);
    assertThat(config.server().listen().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(config.server().trustedProxies()).isEmpty();
    assertThat(config.server().metricsAllow()).isEmpty();
    assertThat(config.publicUrl(8123)).isEqualTo(URI.create("http://localhost:8123"));
    assertThat(config.database().dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(config.database().externalUrl()).isEmpty();
    assertThat(config.database().pool()).isEqualTo(20);
    assertThat(config.whatsapp().graphUrl()).isEmpty();
    assertThat(config.whatsapp().graphVersion()).isEqualTo("v25.0");
    assertThat(config.whatsapp().simulatorPort()).isEqualTo(8081);
    assertThat(config.whatsapp().sendWait()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.log()).isEqualTo(LogLevel.INFO);
    assertThat(config.jobSlots()).isEqualTo(64);
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void productionListensEverywhereAndTalksToMeta() {
    var config = Config.from(production(), Mode.PRODUCTION);
    assertThat(config.server().listen().isAnyLocalAddress()).isTrue();
    assertThat(config.whatsapp().graphUrl()).contains(URI.create("https://graph.facebook.com"));
    assertThat(config.publicUrl(1)).isEqualTo(URI.create("https://rasl.example.com"));
    assertThat(config.database().secretKeyBytes().orElseThrow()).hasSize(32);
    assertThat(config.warnings()).singleElement().asString().contains("APP_SECRET");
  }

  @Test
  void productionWantsItsSecretsGiven() {
    assertThat(faults(Map.of(), Mode.PRODUCTION))
        .satisfiesExactly(
            fault -> assertThat(fault).startsWith("RASL_PUBLIC_URL is needed with --prod"),
            fault -> assertThat(fault).startsWith("RASL_SECRET_KEY is needed with --prod"));
  }

  @Test
  void anExternalDatabaseWantsAKeyOfTheOperator() {
    var url = Map.of("RASL_DATABASE_URL", "postgresql://u:p@db/rasl");
    assertThat(faults(url, Mode.TRIAL))
        .singleElement()
        .asString()
        .startsWith("RASL_SECRET_KEY is needed with RASL_DATABASE_URL");
    assertThat(Config.from(url, Mode.COMMAND).database().externalUrl()).isPresent();
  }

  @Test
  void allFaultsAreReportedAtOnceInANumberedList() {
    var wrong =
        Map.of(
            "RASL_PORT", "70000",
            "RASL_LISTEN", "localhost",
            "RASL_TRUSTED_PROXIES", "10.0.0.0/8,nonsense",
            "RASL_LOG", "loud",
            "RASL_SEND_WAIT", "10",
            "RASL_DATABASE_URL", "mysql://root:hunter2@db/rasl",
            "RASL_DATA_DIRR", "/tmp",
            "PATH", "/bin");
    assertThat(faults(wrong, Mode.COMMAND)).hasSize(7);
    var thrown =
        catchThrowableOfType(ConfigFaultsException.class, () -> Config.from(wrong, Mode.COMMAND));
    assertThat(thrown)
        .hasMessageStartingWith("7 settings are wrong:\n  1. RASL_PORT must be")
        .hasMessageContaining(
            "RASL_DATA_DIRR is no setting of Rasl; the nearest name is RASL_DATA_DIR.")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThat(faults(Map.of("RASL_PORT", "8081"), Mode.TRIAL))
        .containsExactly("RASL_SIMULATOR_PORT must differ from RASL_PORT, or be 0.");
    assertThat(faults(Map.of("RASL_WHATSAPP_APP_SECRET", "x"), Mode.TRIAL))
        .singleElement()
        .asString()
        .startsWith("RASL_WHATSAPP_VERIFY_TOKEN is needed too");
    var short15 =
        Map.of("RASL_WHATSAPP_APP_SECRET", "x", "RASL_WHATSAPP_VERIFY_TOKEN", "hunter4-and-fiv");
    assertThat(faults(short15, Mode.TRIAL))
        .containsExactly("RASL_WHATSAPP_VERIFY_TOKEN must have at least 16 characters.");
  }

  @Test
  void portsMayBothBeFreeOnes() {
    var config = Config.from(Map.of("RASL_PORT", "0", "RASL_SIMULATOR_PORT", "0"), Mode.TRIAL);
    assertThat(config.server().port()).isZero();
  }

  @Test
  void anEmptyValueCountsAsNotGiven() {
    assertThat(Config.from(Map.of("RASL_PORT", ""), Mode.TRIAL).server().port()).isEqualTo(8080);
  }

  @Test
  void secretsDoNotPrint() {
    var config =
        Config.from(
            Map.of(
                "RASL_DATABASE_URL", "postgresql://rasl:hunter2@db/rasl",
                "RASL_WHATSAPP_APP_SECRET", "hunter3",
                "RASL_WHATSAPP_VERIFY_TOKEN", "hunter4-and-more-of-it",
                "RASL_SECRET_KEY", KEY),
            Mode.TRIAL);
    assertThat(config.toString()).doesNotContain("hunter").doesNotContain(KEY);
  }

  @Test
  void aDatabaseUrlIsTakenInEitherForm() {
    assertThat(jdbc("postgres://rasl:p%40ss+1@db.internal:6432/rasl?sslmode=require"))
        .isEqualTo(
            "jdbc:postgresql://db.internal:6432/rasl?sslmode=require&user=rasl&password=p%40ss%2B1");
    assertThat(jdbc("jdbc:postgresql:///rasl")).isEqualTo("jdbc:postgresql:///rasl");
  }

  @Test
  void trustedNetworksContainWhatTheyShould() {
    var server =
        Config.from(Map.of("RASL_TRUSTED_PROXIES", "10.1.0.0/15, ::1"), Mode.TRIAL).server();
    assertThat(server.trustedProxies()).extracting(Network::prefix).containsExactly(15, 128);
    Network first = server.trustedProxies().getFirst();
    assertThat(first.contains(Network.address(new byte[] {10, 0, 9, 9}))).isTrue();
    assertThat(first.contains(Network.address(new byte[] {10, 2, 0, 0}))).isFalse();
    assertThat(first.contains(Network.address(new byte[16]))).isFalse();
  }

  private static String jdbc(String url) {
    return Config.from(Map.of("RASL_DATABASE_URL", url), Mode.COMMAND)
        .database()
        .externalUrl()
        .orElseThrow()
        .reveal();
  }

  private static Map<String, String> production() {
    return Map.of("RASL_PUBLIC_URL", "https://rasl.example.com/", "RASL_SECRET_KEY", KEY);
  }

  private static List<String> faults(Map<String, String> environment, Mode mode) {
    return catchThrowableOfType(ConfigFaultsException.class, () -> Config.from(environment, mode))
        .faults();
  }
}
