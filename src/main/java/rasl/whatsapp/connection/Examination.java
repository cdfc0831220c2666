package rasl.whatsapp.connection;

import java.util.List;
import java.util.Optional;
import rasl.whatsapp.graph.GraphError;

/**
 * What came of asking WhatsApp about a connection.
 *
 * @param facts empty where WhatsApp did not even say which number it is
 * @param messagesPerSecond WhatsApp's limit for the number
 * @param cannotSend why WhatsApp would refuse every message
 */
record Examination(
    Optional<Facts> facts,
    int messagesPerSecond,
    List<Trouble> troubles,
    Optional<GraphError> cannotSend) {

  boolean has(String code) {
    return troubles.stream().anyMatch(trouble -> trouble.code().equals(code));
  }
}
