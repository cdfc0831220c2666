package rasl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** People who cannot help themselves. */
@Command(
    name = "person",
    synopsisSubcommandLabel = "COMMAND",
    header = "Makes a link with which a person sets a new password.",
    commandListHeading = "%nCommands:%n")
final class PersonCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  PersonCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do about a person: reset.");
  }

  @Command(
      name = "reset",
      header = "Prints a one-time link that sets a new password.",
      description = {
        "",
        "It is good once, for 24 hours; docs/people.md shows the call. All sessions of",
        "the person end then; one-time codes stay on.",
        "",
        "  ./rasl person reset sara@example.com",
        ""
      })
  void reset(@Parameters(paramLabel = "EMAIL", description = "Whose account it is.") String email) {
    desk.print(desk.operations().resetLink(desk.config(), email));
  }
}
