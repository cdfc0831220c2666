package rasl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for encrypted values. */
@Command(
    name = "secrets",
    synopsisSubcommandLabel = "COMMAND",
    header = "Changes the key of what is stored encrypted.",
    commandListHeading = "%nCommands:%n")
final class SecretCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  SecretCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do with the secrets: rotate.");
  }

  @Command(
      name = "rotate",
      header = "Encrypts with RASL_SECRET_KEY what former keys encrypted.",
      description = {
        "",
        "Stop the servers. Give the new key as RASL_SECRET_KEY and the old one as",
        "RASL_SECRET_KEY_PREVIOUS, and call this. When it is done the old one is not",
        "needed any more. It may be broken off and called again. A server that is",
        "started with both keys does the same by itself.",
        ""
      })
  int rotate() {
    Operations.Rotated done = desk.operations().rotateSecrets(desk.config());
    desk.print(done.sealed() + " secrets encrypted anew.");
    if (done.unreadable() > 0) {
      desk.remark(
          done.unreadable()
              + " secrets cannot be read with any of the keys that were given. Give the former keys"
              + " as RASL_SECRET_KEY_PREVIOUS, as a comma list.");
      return ExitCode.FAILED;
    }
    desk.print("Everything is under the current key; RASL_SECRET_KEY_PREVIOUS is not needed.");
    return ExitCode.DONE;
  }
}
