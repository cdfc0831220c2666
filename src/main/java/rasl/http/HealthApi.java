package rasl.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /health/live} and {@code /health/ready}: whether to restart it, whether to send to it. */
final class HealthApi {
  private static final Logger LOG = LoggerFactory.getLogger(HealthApi.class);
  private static final String REASON = "probes have no token, and learn only whether it works";

  private final Envelope envelope;
  private final List<HealthCheck> checks;

  HealthApi(Envelope envelope, List<HealthCheck> checks) {
    this.envelope = envelope;
    this.checks = List.copyOf(checks);
  }

  void addTo(Routes routes) {
    routes.addPublic("GET", "/health/live", REASON, this::live);
    routes.addPublic("GET", "/health/ready", REASON, this::ready);
  }

  private RawResponse live(Request request) {
    return envelope.of(Answer.ok(Map.of("status", "live")), request.requestId());
  }

  private RawResponse ready(Request request) {
    Map<String, String> states = new LinkedHashMap<>();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (HealthCheck check : checks) {
      Optional<String> fault = fault(check);
      states.put(check.name(), fault.isEmpty() ? "up" : "down");
      fault.ifPresent(words -> reasons.put(check.name(), words));
    }
    return reasons.isEmpty()
        ? envelope.of(Answer.ok(new Health("ready", states)), request.requestId())
        : envelope.of(Problem.notReady(states, reasons), request.requestId());
  }

  private static Optional<String> fault(HealthCheck check) {
    try {
      return check.fault().get();
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("check", check.name()).setCause(e).log("a health check failed");
      return Optional.of("The check failed; see the log");
    }
  }

  record Health(String status, Map<String, String> checks) {}
}
