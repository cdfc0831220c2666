package rasl.simulator;

import java.net.InetAddress;
import java.net.URI;
import java.util.function.Supplier;
import rasl.http.RawRequest;
import rasl.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /control/account}: the values that other software needs to work with the simulator.
 * Only callers on this machine get them.
 */
final class ControlAccount {
  private static final String NOT_TOLD = "that of the operator's own app, which is not told here";

  private final ControlAccounts accounts;
  private final Supplier<URI> address;

  ControlAccount(ControlAccounts accounts, Supplier<URI> address) {
    this.accounts = accounts;
    this.address = address;
  }

  /** The account of {@code number}, else the first; and the ids of all. */
  ObjectNode tell(RawRequest request) {
    if (!InetAddress.ofLiteral(request.remoteAddress()).isLoopbackAddress()) {
      throw new ControlRefusedException(403, "The account is told on this machine only");
    }
    SimulatorAccount account =
        accounts.find(GraphRequest.parameter(request.query(), "number").orElse(""));
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("graph_url", address.get().toString());
    answer.put("access_token", account.accessToken());
    answer.put("phone_number_id", account.phoneNumberId());
    answer.put("display_phone_number", account.displayPhoneNumber());
    answer.put("verified_name", account.verifiedName());
    answer.put("account_id", account.wabaId());
    answer.put("app_id", account.appId());
    answer.put("app_secret", account.secretsTold() ? account.appSecret() : NOT_TOLD);
    answer.put("verify_token", account.secretsTold() ? account.verifyToken() : NOT_TOLD);
    ArrayNode numbers = answer.putArray("phone_number_ids");
    accounts.all().forEach(it -> numbers.add(it.phoneNumberId()));
    return answer;
  }
}
