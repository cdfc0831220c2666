package rasl.desk;

import java.net.URI;
import java.util.List;
import rasl.simulator.Simulator;
import rasl.simulator.SimulatorAccount;
import rasl.trial.SelfCheck;

/** What a simulator that runs alone says about itself. */
final class SimulatorWords {
  private SimulatorWords() {}

  static List<String> of(Simulator simulator, SimulatorAccount account, URI hook) {
    return List.of(
        "WhatsApp simulator:   " + simulator.url() + "   (as RASL_GRAPH_URL)",
        "Webhooks go to:       " + hook + "   (from RASL_PUBLIC_URL)",
        "Phone number id:      " + account.phoneNumberId(),
        "Business account id:  " + account.wabaId(),
        "Display phone number: " + account.displayPhoneNumber(),
        "Access token:         " + account.accessToken(),
        "App secret:           " + account.appSecret(),
        "Verify token:         " + account.verifyToken(),
        "",
        "Play a customer:",
        "  curl -s "
            + simulator.url()
            + "/control/inbound -H \"Content-Type: application/json\" \\",
        "    -d '{\"from\": \""
            + SelfCheck.CUSTOMER
            + "\", \"type\": \"text\", \"text\": \"Hello\"}'",
        "Look at what was sent:",
        "  curl -s " + simulator.url() + "/control/outbox",
        "",
        "Stop with Ctrl-C.");
  }
}
