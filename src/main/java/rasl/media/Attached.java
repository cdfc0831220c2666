package rasl.media;

import rasl.whatsapp.graph.GraphError;

/** A payload whose file WhatsApp has, or why it has not. */
public sealed interface Attached {
  /**
   * It can go.
   *
   * @param remembered whether the file was given to WhatsApp some time ago, and not just now
   */
  record Ready(String payload, boolean remembered) implements Attached {}

  /** It may work another time; nothing of the message has left. */
  record NotYet(String why) implements Attached {}

  /** WhatsApp does not take the file. */
  record Refused(GraphError error) implements Attached {}

  /** The file is no longer kept. */
  record Gone(String why) implements Attached {}
}
