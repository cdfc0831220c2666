package rasl.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rasl.cli.Operations.NewToken;
import rasl.cli.Operations.TokenChoice;
import rasl.cli.Operations.TokenLine;
import rasl.http.Networks;
import rasl.http.Scope;

/** Tokens: made, listed, ended. They work while the server runs. */
@Command(
    name = "token",
    synopsisSubcommandLabel = "COMMAND",
    header = "Makes, lists and revokes tokens of the API.",
    commandListHeading = "%nCommands:%n")
final class TokenCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  TokenCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with tokens: create, list or revoke.");
  }

  @Command(
      name = "create",
      header = "Makes a token and prints it, alone, on standard output.",
      description = {
        "",
        "It is shown this once: only its SHA-256 is kept.",
        "",
        "  ./rasl token create --tenant acme --name shop --scopes messages:send --rate-limit 120",
        ""
      })
  void create(
      @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose.")
          String tenant,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "TEXT",
              description = "By which you will know it again.")
          String name,
      @Option(
              names = "--scopes",
              required = true,
              paramLabel = "all|a,b",
              converter = ScopesText.class,
              description = "What it may do: all, or a comma list such as messages:send.")
          Set<Scope> scopes,
      @Option(
              names = "--rate-limit",
              defaultValue = "60",
              paramLabel = "N|unlimited",
              converter = RateText.class,
              description = "Calls a minute; ${DEFAULT-VALUE} where not given.")
          OptionalInt rate,
      @Option(
              names = "--expires",
              paramLabel = "90d",
              converter = LifetimeText.class,
              description = "Ends by itself after this time, such as 12h or 90d.")
          Optional<Duration> lifetime,
      @Option(
              names = "--networks",
              paramLabel = "CIDR,…",
              defaultValue = "",
              converter = NetworksText.class,
              description = "From where it may be used, such as 203.0.113.0/24.")
          Networks networks,
      @Option(names = "--bot", description = "For a program that talks by itself.") boolean bot) {
    var token = new NewToken(tenant, name, scopes, rate, lifetime, networks, bot);
    desk.print(desk.operations().createToken(desk.config(), token));
  }

  @Command(name = "list", header = "Lists the tokens, revoked and expired ones included.")
  void list(
      @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's.")
          Optional<String> tenant) {
    List<TokenLine> tokens = desk.operations().tokens(desk.config(), tenant);
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "ID",
            "TENANT",
            "NAME",
            "SCOPES",
            "RATE",
            "CREATED",
            "EXPIRES",
            "REVOKED",
            "LAST USED"));
    tokens.forEach(token -> rows.add(row(token)));
    Table.of(rows).forEach(desk::print);
  }

  @Command(
      name = "revoke",
      header = "Ends a token, at once and for good.",
      description = {
        "",
        "  ./rasl token revoke 12",
        "  ./rasl token revoke --tenant acme --name shop",
        ""
      })
  void revoke(
      @Parameters(arity = "0..1", paramLabel = "ID", description = "As token list shows it.")
          Optional<Long> id,
      @Option(names = "--tenant", paramLabel = "NAME", description = "Whose, with --name.")
          Optional<String> tenant,
      @Option(names = "--name", paramLabel = "TEXT", description = "The token's name.")
          Optional<String> name) {
    int ended = desk.operations().revokeTokens(desk.config(), choice(id, tenant, name));
    if (ended == 0) {
      throw new CommandFailedException("No such token. See: ./rasl token list");
    }
    desk.remark(ended == 1 ? "Revoked 1 token." : "Revoked " + ended + " tokens.");
  }

  private TokenChoice choice(Optional<Long> id, Optional<String> tenant, Optional<String> name) {
    if (id.isPresent() && tenant.isEmpty() && name.isEmpty()) {
      return new TokenChoice.Id(id.get());
    }
    if (id.isEmpty() && tenant.isPresent() && name.isPresent()) {
      return new TokenChoice.Name(tenant.get(), name.get());
    }
    throw new ParameterException(
        spec.subcommands().get("revoke"), "Give the token's ID, or both --tenant and --name.");
  }

  private static List<String> row(TokenLine token) {
    boolean all = token.scopes().size() == Scope.values().length;
    String scopes =
        all
            ? "all"
            : token.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(","));
    var rate = token.callsPerMinute();
    return List.of(
        Long.toString(token.id()),
        token.tenant(),
        token.name(),
        scopes,
        rate.isPresent() ? Integer.toString(rate.getAsInt()) : "unlimited",
        token.createdAt().toString(),
        token.expiresAt().map(Object::toString).orElse("-"),
        token.revokedAt().map(Object::toString).orElse("-"),
        token.lastUsedOn().map(Object::toString).orElse("-"));
  }
}
