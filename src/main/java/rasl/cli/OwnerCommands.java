package rasl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Owners of tenants: made without being invited. */
@Command(
    name = "owner",
    synopsisSubcommandLabel = "COMMAND",
    header = "Makes a link that makes an owner of a tenant.",
    commandListHeading = "%nCommands:%n")
final class OwnerCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  OwnerCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do about owners: link.");
  }

  @Command(
      name = "link",
      header = "Prints a one-time link that makes its holder an owner.",
      description = {
        "",
        "It is good once, for 24 hours, and for whoever has it. What stands behind #",
        "is the token of the calls that docs/people.md shows.",
        "",
        "  ./rasl owner link --tenant acme",
        ""
      })
  void link(
      @Option(
              names = "--tenant",
              defaultValue = "sandbox",
              paramLabel = "NAME",
              description = "Of which tenant; ${DEFAULT-VALUE} where not given.")
          String tenant) {
    desk.print(desk.operations().ownerLink(desk.config(), tenant));
  }
}
