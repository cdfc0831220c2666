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
    header = "Makes and revokes tokens of operators, for /api/v2/operator.",
    commandListHeading = "%nCommands:%n")
final class OperatorCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  OperatorCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: token, tokens or revoke.");
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

  @Command(name = "revoke", header = "Ends a token of an operator, at once and for good.")
  void revoke(@Parameters(paramLabel = "ID", description = "As tokens shows it.") long id) {
    if (!desk.operations().revokeOperatorToken(desk.config(), id)) {
      throw new CommandFailedException("No such token. See: ./rasl operator tokens");
    }
    desk.remark("Revoked.");
  }
}
