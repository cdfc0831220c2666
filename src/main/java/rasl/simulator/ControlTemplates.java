package rasl.simulator;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /control/templates}: what Meta's reviewers and its quality system do. */
final class ControlTemplates {
  private static final List<String> STATUSES =
      List.of(
          "APPROVED",
          "PENDING",
          "REJECTED",
          "PAUSED",
          "DISABLED",
          "IN_APPEAL",
          "LIMIT_EXCEEDED",
          "ARCHIVED");
  private static final List<String> QUALITIES = List.of("GREEN", "YELLOW", "RED", "UNKNOWN");

  private final World world;
  private final TemplateDesk desk;
  private final ControlAccounts accounts;

  ControlTemplates(World world, TemplateDesk desk, ControlAccounts accounts) {
    this.world = world;
    this.desk = desk;
    this.accounts = accounts;
  }

  ObjectNode change(ControlFields body) {
    Template template = find(body);
    String status =
        body.text("status")
            .map(it -> it.toUpperCase(Locale.ROOT))
            .orElseGet(() -> template.status(world.now()));
    String quality = body.text("quality").orElse(template.quality()).toUpperCase(Locale.ROOT);
    if (!STATUSES.contains(status) || !QUALITIES.contains(quality)) {
      throw ControlRefusedException.wrong(
          "'status' must be one of "
              + String.join(", ", STATUSES)
              + ", and 'quality' of "
              + String.join(", ", QUALITIES));
    }
    String usual = status.equals("REJECTED") ? "INVALID_FORMAT" : "NONE";
    Template changed =
        desk.setStatus(
            accounts.ofWaba(template.wabaId()),
            template,
            status,
            body.text("reason").orElse(usual),
            quality);
    return changed.describe(world.now());
  }

  private Template find(ControlFields body) {
    var byId = body.text("id").flatMap(desk::get);
    if (byId.isPresent()) {
      return byId.get();
    }
    SimulatorAccount account = accounts.named(body);
    String name = body.text("name").orElse("");
    String language = body.text("language").orElse("en");
    return world
        .ask(state -> state.templates().find(account.wabaId(), name, language))
        .orElseThrow(
            () ->
                ControlRefusedException.wrong(
                    "there is no template of this 'id', or 'name' and 'language'"));
  }
}
