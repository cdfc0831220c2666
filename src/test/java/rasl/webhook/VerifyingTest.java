package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.json.Json;

/**
 * Deliveries are verified by programs that are not ours: the examples of {@code docs/webhooks.md},
 * and public npm libraries. Whatever a machine lacks is skipped.
 */
@Tag("process")
class VerifyingTest {
  private static final Pattern FILE = Pattern.compile("(?ms)^```[a-z]+ file=(\\S+)\\n(.*?)^```$");

  private static final byte[] BODY = "{\"name\":\"Zoë, 20 %\"}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "{\"name\":\"Zoe, 20 %\"}".getBytes(StandardCharsets.UTF_8);

  private static final Map<String, List<String>> COMMANDS =
      Map.of(
          "verify.mjs", List.of("node", "verify.mjs"),
          "RaslSignature.java",
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "RaslSignature.java"),
          "verify.py", List.of("python3", "verify.py"),
          "verify.php", List.of("php", "verify.php"));

  private final SigningSecret secret = SigningSecret.create(new SecureRandom());
  private final SigningSecret former = SigningSecret.create(new SecureRandom());
  private final Instant now = Clock.systemUTC().instant();

  @TempDir private Path folder;

  private Map<String, String> headers() {
    var settings =
        new EndpointSettings(
            "https://example.com/",
            Optional.empty(),
            EventPatterns.DEFAULT,
            Optional.empty(),
            Format.N8N,
            OptionalInt.empty(),
            10,
            OptionalInt.empty(),
            true);
    var target =
        new Target(
            new Endpoint(1, settings, List.of(), Optional.empty(), Optional.empty(), now, now),
            secret,
            Optional.of(new Target.Former(former, now.plus(Duration.ofDays(1)))),
            StaticHeaders.NONE);
    var parcel =
        new Parcel(
            OptionalLong.empty(),
            OptionalLong.of(1),
            Parcel.Kind.EVENT,
            "evt_1_abc",
            "contact.created",
            new Occurrence.Resource("contact", 1),
            0,
            0,
            BODY);
    return Signing.headers(target, parcel, BODY, now);
  }

  @Test
  void thePageHasAnExampleForEachLanguage() throws IOException {
    assertThat(examples().keySet()).containsExactlyInAnyOrderElementsOf(COMMANDS.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify.mjs", "RaslSignature.java", "verify.py", "verify.php"})
  void theExamplesOfThePageTellOurSignatureFromOthers(String file) throws Exception {
    Files.writeString(folder.resolve(file), examples().getOrDefault(file, ""));
    String signature = headers().getOrDefault(Signing.HEX, "");
    Optional<String> said = said(file, signature, secret.text(), BODY);
    String program = COMMANDS.getOrDefault(file, List.of("")).getFirst();
    Assumptions.assumeTrue(said.isPresent(), program + " is missing, so " + file + " was not run");
    assertThat(said).contains("true");
    assertThat(said(file, signature, former.text(), BODY)).contains("true");
    assertThat(said(file, signature, secret.text(), OTHER)).contains("false");
    assertThat(said(file, signature, secret.text() + "x", BODY)).contains("false");
  }

  /** The programs of the page by the names of their files. */
  private static Map<String, String> examples() throws IOException {
    var blocks = FILE.matcher(Files.readString(Path.of("docs", "webhooks.md")));
    var found = new TreeMap<String, String>();
    while (blocks.find()) {
      found.put(blocks.group(1), blocks.group(2));
    }
    return found;
  }

  private Optional<String> said(String file, String signature, String key, byte[] body)
      throws Exception {
    var command = new ArrayList<>(COMMANDS.getOrDefault(file, List.of()));
    command.add(signature);
    return run(folder, command, Map.of("RASL_WEBHOOK_SECRET", key), body);
  }

  @Test
  void publicLibrariesVerifyIt() throws Exception {
    Path sources = Path.of("src", "test", "webhooks");
    Path installed = Path.of("target", "webhook-verifiers");
    Files.createDirectories(installed);
    for (String file : List.of("package.json", "package-lock.json", "verify.mjs")) {
      Files.write(installed.resolve(file), Files.readAllBytes(sources.resolve(file)));
    }
    if (!Files.exists(installed.resolve("node_modules/svix/package.json"))) {
      var npm = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      Assumptions.assumeTrue(
          run(installed, npm, Map.of(), new byte[0]).isPresent(), "npm is missing");
      Assumptions.assumeTrue(
          Files.exists(installed.resolve("node_modules/svix/package.json")),
          "npm could not install the libraries, is the registry out of reach?");
    }
    for (SigningSecret one : List.of(secret, former)) {
      assertThat(verified(installed, one, BODY)).contains("standardwebhooks true\nsvix true");
    }
    assertThat(verified(installed, secret, OTHER)).contains("standardwebhooks false\nsvix false");
  }

  private Optional<String> verified(Path installed, SigningSecret key, byte[] body)
      throws Exception {
    var standard = new TreeMap<>(headers());
    standard.keySet().removeIf(name -> !name.startsWith("webhook-"));
    String given = Json.write(Map.of("secret", key.text(), "headers", standard));
    return run(installed, List.of("node", "verify.mjs", given), Map.of(), body);
  }

  /** What a program said; empty where it is missing. */
  private Optional<String> run(
      Path where, List<String> command, Map<String, String> environment, byte[] input)
      throws Exception {
    Path in = Files.write(folder.resolve("input"), input);
    Path out = folder.resolve("output");
    var builder = new ProcessBuilder(command).directory(where.toFile());
    builder.redirectInput(in.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException _) {
      return Optional.empty();
    }
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return Optional.of(Files.readString(out).strip());
    } finally {
      process.destroyForcibly();
    }
  }
}
