package rasl.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may operate the installation by the API. */
@Command(
    name = "operator",
    synopsisSubcommandLabel = "COMMAND",
    header = "Says which people and tokens operate the server, by /api/v2/operator.",
    commandListHeading = "%nCommands:%n")
final class OperatorCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  OperatorCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: token, tokens, grant, list or revoke.");
  }

  @Command(
      name = "token",
      header = "Makes a token of an operator and prints it, alone, on standard output.",
      description = {
        "",
        "It makes, suspends and deletes tenants and assigns plans, and reads no messages",
        "and no contacts. It is shown this once: only its SHA-256 is kept.",
        ""
      })
  void token(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "TEXT",
              description = "By which you will know it again.")
          String name,
      @Option(
              names = "--expires",
              paramLabel = "90d",
              converter = LifetimeText.class,
              description = "Ends by itself after this time, such as 12h or 90d.")
          Optional<Duration> lifetime) {
    desk.print(desk.operations().createOperatorToken(desk.config(), name, lifetime));
  }

  @Command(name = "tokens", header = "Lists operators' tokens, revoked and expired ones included.")
  void tokens() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "NAME", "CREATED", "EXPIRES", "REVOKED"));
    desk.operations()
        .operatorTokens(desk.config())
        .forEach(
            token ->
                rows.add(
                    List.of(
                        Long.toString(token.id()),
                        token.name(),
                        token.createdAt().toString(),
                        token.expiresAt().map(Object::toString).orElse("-"),
                        token.revokedAt().map(Object::toString).orElse("-"))));
    Table.of(rows).forEach(desk::print);
  }

  @Command(
      name = "grant",
      header = "Makes the person of an email an operator.",
      description = {"", "It counts only for a sign-in with a second factor.", ""})
  void grant(@Parameters(paramLabel = "EMAIL", description = "Whose account it is.") String email) {
    desk.operations().setOperator(desk.config(), email, true);
    desk.remark("Granted; it counts once signed in with a second factor.");
  }

  @Command(name = "list", header = "Lists the people who operate the server.")
  void list() {
    desk.operations().operators(desk.config()).forEach(desk::print);
  }

  @Command(name = "revoke", header = "Ends a token of an operator, or what a person was granted.")
  void revoke(
      @Parameters(paramLabel = "ID|EMAIL", description = "As tokens and list show it.")
          String which) {
    if (which.contains("@")) {
      desk.operations().setOperator(desk.config(), which, false);
    } else if (!which.matches("[0-9]{1,18}")
        || !desk.operations().revokeOperatorToken(desk.config(), Long.parseLong(which))) {
      throw new CommandFailedException("No such token. See: ./rasl operator tokens");
    }
    desk.remark("Revoked.");
  }
}
