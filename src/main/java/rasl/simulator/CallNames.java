package rasl.simulator;

import java.util.List;

/** Names the calls that faults can befall, other than sending, which looks for its own. */
final class CallNames {
  private CallNames() {}

  static String of(GraphRequest request, List<SimulatorAccount> visible) {
    if (request.raw().path().equals(MediaUrls.PATH)) {
      return "download";
    }
    if (request.edge().equals("messages") || request.edge().equals("marketing_messages")) {
      return request.parameters().json().has("status") ? "read" : "";
    }
    boolean ofNumber = visible.stream().anyMatch(it -> it.phoneNumberId().equals(request.object()));
    boolean ofWaba = visible.stream().anyMatch(it -> it.wabaId().equals(request.object()));
    if (request.edge().contains("template") || request.edge().equals("unpause")) {
      return "templates";
    }
    if (ofNumber || ofWaba) {
      return request.edge().equals("media") ? "media" : "numbers";
    }
    return request.method().equals("POST") || request.raw().query().contains("fields=")
        ? "templates"
        : "media";
  }
}
