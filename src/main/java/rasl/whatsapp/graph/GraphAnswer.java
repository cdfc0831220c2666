package rasl.whatsapp.graph;

import tools.jackson.databind.JsonNode;

/** What came of asking WhatsApp something that changes nothing, and may be asked again. */
public sealed interface GraphAnswer {
  record Ok(JsonNode body) implements GraphAnswer {}

  record Refused(GraphError error) implements GraphAnswer {}

  /** No answer, or none that is WhatsApp's. */
  record Silent(String reason) implements GraphAnswer {}
}
