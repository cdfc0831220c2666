package rasl.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What was done, and whether anybody has touched the record of it. */
@Command(
    name = "audit",
    synopsisSubcommandLabel = "COMMAND",
    header = "Shows and checks the chain of the audit.",
    commandListHeading = "%nCommands:%n")
final class AuditCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  AuditCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with the audit: head or verify.");
  }

  @Command(
      name = "head",
      header = "Prints the number and hash of the last entry.",
      description = {
        "",
        "Keep what it prints where the server's administrators cannot change it: it",
        "proves later, by audit verify --head, that no entry up to it was changed or",
        "taken away. Without --tenant it prints the installation's own and every",
        "tenant's.",
        ""
      })
  void head(
      @Option(names = "--tenant", paramLabel = "NAME", description = "Whose.")
          Optional<String> tenant) {
    desk.operations()
        .auditHeads(desk.config(), tenant)
        .forEach(one -> desk.print(name(one.tenant()) + " " + one.head()));
  }

  @Command(
      name = "verify",
      header = "Looks at every entry: whether one is missing or was changed.",
      description = {
        "",
        "Exits with 1 where something is wrong. Without --tenant it looks at the",
        "installation's own audit and at every tenant's.",
        ""
      })
  int verify(
      @Option(names = "--tenant", paramLabel = "NAME", description = "Whose.")
          Optional<String> tenant,
      @Option(
              names = "--head",
              paramLabel = "HEAD",
              description = {
                "What audit head printed earlier; of the",
                "tenant, or without one of the installation."
              })
          Optional<String> head) {
    List<Operations.AuditChecked> all = desk.operations().verifyAudit(desk.config(), tenant, head);
    all.forEach(this::show);
    return all.stream().allMatch(one -> one.faults().isEmpty()) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void show(Operations.AuditChecked one) {
    String verdict = one.faults().isEmpty() ? "whole" : "NOT WHOLE";
    desk.print(
        "%s: %s, %d entries, %d with texts blanked, head %s"
            .formatted(name(one.tenant()), verdict, one.entries(), one.blanked(), one.head()));
    one.faults().forEach(fault -> desk.print("  " + fault));
  }

  private static String name(Optional<String> tenant) {
    return tenant.orElse("(installation)");
  }
}
