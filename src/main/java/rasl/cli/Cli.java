package rasl.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import rasl.config.ConfigFaultsException;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** The command line of the server. */
public final class Cli {
  private static final Logger log = LoggerFactory.getLogger(Cli.class);

  /** In which people need the commands. */
  private static final List<String> ORDER =
      List.of(
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

  /** The commands that {@code ./rasl} runs without this process. */
  private static final Map<String, String> OF_LAUNCHER =
      Map.of("test", "Runs all checks and tests; with --quick the fast ones.");

  private final Desk desk;

  /**
   * Wires the command line.
   *
   * @param environment where the settings are read from
   * @param out for results
   * @param err for everything else
   */
  public Cli(
      Operations operations, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.desk = new Desk(operations, Map.copyOf(environment), out, err);
  }

  /**
   * Runs one command.
   *
   * @return 0 where it did what it was asked for, 1 where it failed, 2 where the arguments are
   *     wrong, 100 where the settings are wrong
   */
  public int run(String... arguments) {
    return commandLine(desk).execute(asCommand(List.of(arguments)));
  }

  /** People try {@code --help} and {@code --version} first: here they mean commands. */
  private static String[] asCommand(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return Stream.concat(
              Stream.of("help"),
              arguments.stream().takeWhile(argument -> !argument.startsWith("-")))
          .toArray(String[]::new);
    }
    return arguments.equals(List.of("--version"))
        ? new String[] {"version"}
        : arguments.toArray(String[]::new);
  }

  static CommandLine commandLine(Desk desk) {
    var line = new CommandLine(new ServerCommands(desk));
    line.addSubcommand("token", new TokenCommands(desk));
    line.addSubcommand("tenant", new TenantCommands(desk));
    line.addSubcommand("operator", new OperatorCommands(desk));
    line.addSubcommand("audit", new AuditCommands(desk));
    line.addSubcommand("owner", new OwnerCommands(desk));
    line.addSubcommand("person", new PersonCommands(desk));
    line.addSubcommand("demo", new DemoCommands(desk));
    line.addSubcommand("secrets", new SecretCommands(desk));
    line.setOut(desk.out());
    line.setErr(desk.err());
    line.setUsageHelpAutoWidth(false);
    line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, help -> commands(help.commandSpec()));
    line.setParameterExceptionHandler((wrong, _) -> explain(desk, wrong));
    line.setExecutionExceptionHandler((failure, _, _) -> explain(desk, failure));
    return line;
  }

  private static String commands(CommandSpec spec) {
    Collection<String> names = spec.parent() == null ? ORDER : spec.subcommands().keySet();
    return names.stream()
        .map(name -> "  %-10s %s%n".formatted(name, header(spec, name)))
        .collect(Collectors.joining());
  }

  private static String header(CommandSpec spec, String name) {
    CommandLine command = spec.subcommands().get(name);
    return command == null
        ? OF_LAUNCHER.getOrDefault(name, "")
        : command.getCommandSpec().usageMessage().header()[0];
  }

  private static int explain(Desk desk, ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    desk.remark(words(wrong));
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      UnmatchedArgumentException.printSuggestions(unmatched, desk.err());
    }
    String name = command.getCommandSpec().qualifiedName(" ");
    String topic = name.equals("./rasl") ? "" : name.substring("./rasl".length());
    desk.remark("See: ./rasl help" + topic);
    return ExitCode.USAGE;
  }

  private static int explain(Desk desk, Exception failure) {
    log.debug("the command failed", failure);
    return switch (failure) {
      case ConfigFaultsException faults -> {
        desk.remark(words(faults));
        desk.remark("See: ./rasl help config");
        yield ExitCode.CONFIGURATION;
      }
      case CommandFailedException failed -> {
        desk.remark(words(failed));
        yield ExitCode.FAILED;
      }
      case RefusedException refused -> {
        desk.remark(words(refused.refusal()));
        yield refused.refusal() instanceof Refusal.Invalid ? ExitCode.USAGE : ExitCode.FAILED;
      }
      default -> {
        desk.remark("It failed unexpectedly: " + failure);
        desk.remark("With RASL_LOG=debug the log says where.");
        yield ExitCode.FAILED;
      }
    };
  }

  private static String words(RuntimeException failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  private static String words(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Invalid(var errors, _) ->
          errors.entrySet().stream()
              .flatMap(field -> field.getValue().stream().map(text -> field.getKey() + ": " + text))
              .collect(Collectors.joining("\n"));
      case Refusal.NotFound(var what) -> what + " not found.";
      case Refusal.ResourceConflict(var message, _) -> message;
      default -> "Refused: " + refusal;
    };
  }
}
