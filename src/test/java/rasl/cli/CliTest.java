package rasl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.cli.Operations.NewToken;
import rasl.cli.Operations.TokenChoice;
import rasl.config.Mode;
import rasl.http.Scope;

class CliTest {
  private final RecordedOperations operations = new RecordedOperations();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aNewTokenStandsAloneOnStandardOutput() {
    int code =
        run(
            "token create --tenant sandbox --name x --scopes sources:read,messages:send"
                + " --rate-limit 120 --expires 90d");
    assertThat(code).isZero();
    assertThat(out.toString()).isEqualTo("rasl_made" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
    assertThat(operations.calls)
        .containsExactly(
            new NewToken(
                "sandbox",
                "x",
                Set.of(Scope.SOURCES_READ, Scope.MESSAGES_SEND),
                OptionalInt.of(120),
                Optional.of(Duration.ofDays(90)),
                rasl.http.Networks.NONE,
                false));
  }

  @Test
  void aTokenMayHaveAllScopesNoLimitAndNoEnd() {
    run("token create --tenant sandbox --name x --scopes all --rate-limit unlimited");
    assertThat(operations.calls)
        .containsExactly(
            new NewToken(
                "sandbox",
                "x",
                EnumSet.allOf(Scope.class),
                OptionalInt.empty(),
                Optional.empty(),
                rasl.http.Networks.NONE,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "token create --name x --scopes all --rate-limit 1 | --tenant",
        "token create --tenant t --name x --scopes fly --rate-limit 1 | 'fly' is no scope; give"
            + " all",
        "token create --tenant t --name x --scopes all --rate-limit 0 | '0' is no rate; give calls",
        "token create --tenant t --name x --scopes all --expires soon | 'soon' is no duration;"
            + " give",
        "token revoke | Give the token's ID, or both --tenant and --name",
        "token revoke --name x | Give the token's ID, or both --tenant and --name",
        "token revoke abc | abc",
        "token | create, list or revoke",
        "tenant set acme country | 'country' is no setting; write it as key=value",
        "tenant set acme a=1 a=2 | 'a' is given twice",
        "tenant set acme | KEY=VALUE",
        "demo | data",
        "demo data | --contacts",
        "demo data --contacts 0 | --contacts takes a number from 1",
        "start --production | --production",
        "help fly | There is no command 'fly'",
        "tokn | tokn",
      })
  void aWrongArgumentIsReportedInWords(String arguments, String words) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(words).contains("See: ./rasl help");
    assertThat(out.toString()).isEmpty();
    assertThat(operations.calls).isEmpty();
  }

  @Test
  void tokensAreRevokedByIdOrByName() {
    assertThat(run("token revoke 12")).isZero();
    assertThat(run("token revoke --tenant t --name x")).isZero();
    assertThat(operations.calls)
        .containsExactly(new TokenChoice.Id(12), new TokenChoice.Name("t", "x"));
  }

  @Test
  void ownersAndOperatorsAreMade() {
    assertThat(run("owner link --tenant acme")).isZero();
    assertThat(out.toString()).startsWith("http://localhost:8080/first-run#1-secret");
    assertThat(run("person reset a@example.com")).isZero();
    assertThat(run("operator grant root@example.com")).isZero();
    assertThat(run("operator revoke root@example.com")).isZero();
    assertThat(operations.calls)
        .containsExactly(
            "owner of acme",
            "reset of a@example.com",
            "root@example.com operates",
            "root@example.com does not operate");
  }

  @Test
  void aTenantIsShownAsSettingsThatCanBeSet() {
    assertThat(run("tenant set acme country=SA window_policy=")).isZero();
    assertThat(operations.calls).containsExactly(Map.of("country", "SA", "window_policy", ""));
    assertThat(out.toString().lines())
        .containsExactly("id=7", "name=acme", "country=SA", "window_policy=");
  }

  @Test
  void madeUpContactsAreToldWithTheirSpeed() {
    assertThat(run("demo data --contacts 1000 --seed 7")).isZero();
    assertThat(operations.calls).containsExactly(new Operations.DemoWish("sandbox", 1000, 7));
    assertThat(out.toString())
        .isEqualTo("1,000 contacts added to sandbox in 2.0 s: 500 a second.\n");
    assertThat(err.toString().lines()).hasSize(2).last().asString().contains("100%");
  }

  @Test
  void tokensAreListedWithoutThemselves() {
    assertThat(run("token list --tenant sandbox")).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("ID  TENANT   NAME"),
            line -> assertThat(line).startsWith("1   sandbox  first  all").contains("unlimited"));
  }

  @Test
  void startReadsTheSettingsForATrialOrForProduction() {
    assertThat(run("start")).isZero();
    assertThat(run("start --prod")).isEqualTo(100);
    assertThat(err.toString()).contains("2 settings are wrong:").contains("RASL_PUBLIC_URL");
    assertThat(operations.calls).containsExactly(Mode.TRIAL);
  }

  @Test
  void aFailureIsToldInItsWordsWithoutATrace() {
    operations.failure = Optional.of("The tenant 'x' is not there.");
    assertThat(run("tenant show x")).isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("The tenant 'x' is not there.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "start", "token", "token create", "token list", "token revoke"})
  void everyCommandHasHelp(String command) {
    assertThat(run("help " + command)).isZero();
    assertThat(out.toString()).contains("Usage: ./rasl " + command);
  }

  @Test
  void theHelpNamesEveryCommandOnce() {
    assertThat(run("help")).isZero();
    var names =
        out.toString()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  "))
            .map(line -> line.strip().split(" +", 2))
            .toList();
    assertThat(names)
        .extracting(line -> line[0])
        .containsExactly(
            "start",
            "test",
            "token",
            "tenant",
            "operator",
            "audit",
            "owner",
            "person",
            "secrets",
            "demo",
            "simulator",
            "doctor",
            "help",
            "version");
    assertThat(names).extracting(line -> line[1]).doesNotHaveDuplicates();
  }

  @Test
  void theHelpOfTheSettingsIsATopic() {
    assertThat(run("help config")).isZero();
    assertThat(out.toString()).contains("RASL_PORT").contains("8080");
  }

  private int run(String arguments) {
    var cli = new Cli(operations, Map.of(), new PrintWriter(out), new PrintWriter(err));
    return cli.run(arguments.strip().split(" +", -1));
  }
}
