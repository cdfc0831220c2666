package rasl.simulator;

import rasl.http.LocalCaller;
import rasl.http.RawRequest;

/**
 * Who may steer the simulator: callers that name this machine itself, so that a web page in the
 * user's browser cannot, not even by a host name that it points here; and only with JSON, which a
 * page's form cannot send.
 */
final class ControlGate {
  private ControlGate() {}

  static void checkHost(RawRequest request) {
    if (!LocalCaller.namesThisMachine(request.header("host"))) {
      throw new ControlRefusedException(
          403, "The control API answers only under localhost, 127.0.0.1 or [::1]");
    }
  }

  static void checkMediaType(RawRequest request) {
    String type = request.header("content-type").orElse("").split(";", 2)[0].strip();
    if (!type.equalsIgnoreCase("application/json")) {
      throw new ControlRefusedException(415, "The control API takes application/json only");
    }
  }
}
