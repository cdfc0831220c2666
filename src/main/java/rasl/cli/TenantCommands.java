package rasl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rasl.cli.Operations.TenantLine;

/** Tenants: made, shown, changed. */
@Command(
    name = "tenant",
    synopsisSubcommandLabel = "COMMAND",
    header = "Makes, lists, shows and changes tenants.",
    commandListHeading = "%nCommands:%n")
final class TenantCommands implements Runnable {
  private final Desk desk;

  @Spec private CommandSpec spec = CommandSpec.create();

  TenantCommands(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with tenants: create, list, show or set.");
  }

  @Command(
      name = "create",
      header = "Makes a tenant.",
      description = {"", "  ./rasl tenant create acme country=SA", ""})
  void create(
      @Parameters(index = "0", paramLabel = "NAME", description = "The tenant's name.") String name,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "KEY=VALUE",
              description = "Settings, as tenant show lists them.")
          @Nullable List<String> pairs) {
    show(desk.operations().createTenant(desk.config(), name, settings("create", pairs)));
  }

  @Command(name = "list", header = "Lists the tenants.")
  void list() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "NAME"));
    for (TenantLine tenant : desk.operations().tenants(desk.config())) {
      rows.add(List.of(Long.toString(tenant.id()), tenant.name()));
    }
    Table.of(rows).forEach(desk::print);
  }

  @Command(name = "show", header = "Shows a tenant's settings, one key=value a line.")
  void show(
      @Parameters(index = "0", paramLabel = "NAME", description = "The tenant's name.")
          String name) {
    show(desk.operations().tenant(desk.config(), name));
  }

  @Command(
      name = "set",
      header = "Changes settings of a tenant; those not named stay.",
      description = {
        "",
        "  ./rasl tenant set acme country=SA window_policy=passthrough",
        "",
        "An empty value (key=) takes a setting away.",
        ""
      })
  void set(
      @Parameters(index = "0", paramLabel = "NAME", description = "The tenant's name.") String name,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "KEY=VALUE",
              description = "Settings, as tenant show lists them.")
          @Nullable List<String> pairs) {
    show(desk.operations().changeTenant(desk.config(), name, settings("set", pairs)));
  }

  private void show(TenantLine tenant) {
    desk.print("id=" + tenant.id());
    desk.print("name=" + tenant.name());
    tenant.settings().forEach((key, value) -> desk.print(key + "=" + value));
  }

  private Map<String, String> settings(String command, @Nullable List<String> pairs) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : pairs == null ? List.<String>of() : pairs) {
      int sign = pair.indexOf('=');
      if (sign < 1) {
        throw wrong(command, "'" + pair + "' is no setting; write it as key=value.");
      }
      if (settings.put(pair.substring(0, sign), pair.substring(sign + 1)) != null) {
        throw wrong(command, "'" + pair.substring(0, sign) + "' is given twice.");
      }
    }
    return settings;
  }

  private ParameterException wrong(String command, String words) {
    return new ParameterException(spec.subcommands().get(command), words);
  }
}
