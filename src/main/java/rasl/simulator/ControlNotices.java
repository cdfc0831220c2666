package rasl.simulator;

import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /control/notices}: any webhook that is not about messages. */
final class ControlNotices {
  private final World world;
  private final ControlAccounts accounts;

  ControlNotices(World world, ControlAccounts accounts) {
    this.world = world;
    this.accounts = accounts;
  }

  ObjectNode tell(ControlFields body) {
    String field =
        body.text("field")
            .filter(it -> it.matches("[a-z_]{1,60}") && !it.equals("messages"))
            .orElseThrow(
                () -> ControlRefusedException.wrong("'field' must name a field of webhooks"));
    ControlFields value =
        body.object("value")
            .orElseThrow(() -> ControlRefusedException.wrong("'value' must be an object"));
    SimulatorAccount account = accounts.named(body);
    world.notice(account, world.now(), field, value.body());
    return Json.mapper().createObjectNode().put("success", true);
  }
}
