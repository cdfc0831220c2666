package rasl.operator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rasl.http.Answer;
import rasl.http.HealthCheck;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.job.DeadJobStore;

/**
 * {@code /api/v2/operator/health} and {@code /audit}: how the installation is, and who did what.
 */
final class InstallationApi {
  private static final int MOST_ENTRIES = 100;

  private final OperatorModule.Ground ground;

  InstallationApi(OperatorModule.Ground ground) {
    this.ground = ground;
  }

  void addTo(Routes routes, List<HealthCheck> checks) {
    routes.addOperator("GET", "/api/v2/operator/health", (_, _) -> health(checks));
    routes.addOperator("GET", "/api/v2/operator/audit", this::audit);
  }

  private Answer health(List<HealthCheck> checks) {
    Map<String, String> states = new LinkedHashMap<>();
    checks.forEach(check -> states.put(check.name(), state(check)));
    List<NodeView> nodes =
        ground.nodes().list().stream()
            .map(node -> new NodeView(node.name(), node.startedAt(), node.seenAt()))
            .toList();
    List<DeadJobsView> dead =
        ground.db().inSystem(new DeadJobStore()::counted).stream()
            .map(jobs -> new DeadJobsView(jobs.kind(), jobs.count(), jobs.oldest()))
            .toList();
    return Answer.ok(new HealthView(states, nodes, dead));
  }

  private static String state(HealthCheck check) {
    try {
      return check.fault().get().isEmpty() ? "up" : "down";
    } catch (RuntimeException _) {
      return "down";
    }
  }

  /** The newest entries, or the newest before a number. */
  private Answer audit(Principal operator, Request request) {
    long before =
        request
            .query()
            .last("before")
            .filter(text -> text.matches("[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse(Long.MAX_VALUE);
    return Answer.ok(ground.audit().entriesOfInstallation(before, MOST_ENTRIES));
  }

  /** How the installation is. Changing it changes the contract in api/openapi.yaml. */
  record HealthView(
      Map<String, String> checks, List<NodeView> nodes, List<DeadJobsView> deadJobs) {}

  record NodeView(String name, Instant startedAt, Instant seenAt) {}

  record DeadJobsView(String kind, long count, Instant oldest) {}
}
