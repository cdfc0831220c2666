package rasl.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rasl.cli.Operations.Finding;
import rasl.cli.Operations.Verdict;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.config.SettingsGuide;

/** The commands that concern the server as a whole. */
@Command(
    name = "./rasl",
    synopsisSubcommandLabel = "COMMAND",
    header = "An open, self-hosted WhatsApp Business platform.",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "./rasl help COMMAND tells more about one, ./rasl help config about the settings.",
      "Exit codes: 0 done, 1 failed, 2 wrong arguments, 100 wrong settings; 143 and 130",
      "where SIGTERM or Ctrl-C stopped it in order."
    })
final class ServerCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  ServerCommands(Desk desk) {
    this.desk = desk;
  }

  /** Without a command there is nothing to do but to say which commands there are. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "A command is missing. To try Rasl: ./rasl start");
  }

  @Command(
      name = "start",
      header = "Starts the server, in the foreground.",
      description = {
        "",
        "Without --prod it suits a trial: everything listens on this machine only,",
        "a WhatsApp simulator runs beside it, and a sandbox tenant with a token is",
        "there. Ctrl-C or SIGTERM stop it in order. Where it listens is in rasl.json",
        "in the data folder.",
        ""
      })
  int start(
      @Option(
              names = "--prod",
              description = "Production: no simulator, no sandbox, no defaults for a trial.")
          boolean production) {
    Config config = Config.from(desk.environment(), production ? Mode.PRODUCTION : Mode.TRIAL);
    config.warnings().forEach(warning -> desk.remark("Warning: " + warning));
    return desk.operations().serve(config);
  }

  @Command(
      name = "simulator",
      header = "Runs the WhatsApp simulator alone, in the foreground.",
      description = {
        "",
        "It listens on 127.0.0.1, at RASL_SIMULATOR_PORT, sends its webhooks to",
        "RASL_PUBLIC_URL/hooks/whatsapp, and prints all that a client needs. Start the",
        "server with RASL_GRAPH_URL to use it. ./rasl start runs one by itself."
      })
  int simulator() {
    return desk.operations().simulate(desk.config());
  }

  @Command(
      name = "doctor",
      header = "Examines what the server needs, and says what to do.",
      description = {"", "Exit code 1 where something is wrong."})
  int doctor() {
    List<Finding> findings = desk.operations().examine(desk.config());
    findings.forEach(finding -> desk.print(line(finding)));
    boolean bad = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.BAD);
    return bad ? ExitCode.FAILED : ExitCode.DONE;
  }

  @Command(name = "version", header = "Prints the version.")
  void version() {
    desk.print("rasl " + Version.ours() + " (Java " + Runtime.version() + ")");
  }

  @Command(
      name = "help",
      header = "Tells more about a command, or about the settings.",
      description = {"", "For example: ./rasl help token create, or ./rasl help config."})
  void help(
      @Parameters(
              arity = "0..*",
              paramLabel = "COMMAND",
              description = "A command, or config for the settings.")
          @Nullable List<String> topic) {
    if (topic != null && topic.equals(List.of("config"))) {
      desk.print(SettingsGuide.text().stripTrailing());
      return;
    }
    CommandLine command = spec.commandLine();
    for (String name : topic == null ? List.<String>of() : topic) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(
            command, "There is no command '" + String.join(" ", topic) + "'.");
      }
      command = next;
    }
    desk.print(command.getUsageMessage().stripTrailing());
  }

  private static String line(Finding finding) {
    String mark =
        switch (finding.verdict()) {
          case GOOD -> "good   ";
          case WARNING -> "warning";
          case BAD -> "WRONG  ";
        };
    return mark + "  " + finding.what() + ": " + finding.words();
  }
}
