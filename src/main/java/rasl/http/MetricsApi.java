package rasl.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import rasl.refusal.Refusal;

/** {@code /metrics} for Prometheus: for this machine and the networks that the operator names. */
final class MetricsApi {
  private final PrometheusMeterRegistry meters;
  private final Networks allowed;

  MetricsApi(PrometheusMeterRegistry meters, Networks allowed) {
    this.meters = meters;
    this.allowed = allowed;
  }

  void addTo(Routes routes) {
    routes.addPublic("GET", "/metrics", "guarded by the caller's address", this::metrics);
  }

  private RawResponse metrics(Request request) {
    if (!mayRead(request)) {
      throw new Refusal.NotFound("Path").thrown();
    }
    return RawResponse.of(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        meters.scrape().getBytes(StandardCharsets.UTF_8));
  }

  /** A loopback address counts only where the call is made on this machine, for this machine. */
  private boolean mayRead(Request request) {
    String client = request.clientAddress();
    return Networks.isLoopback(client)
        ? LocalCaller.isOne(request::header)
        : allowed.contains(client);
  }
}
