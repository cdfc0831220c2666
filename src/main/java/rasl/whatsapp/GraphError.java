package rasl.whatsapp;

/**
 * An error object of WhatsApp's.
 *
 * @param code decides what to do: {@link ErrorClass#of}
 * @param title without the {@code (#code)} that the API puts before it
 * @param details empty where WhatsApp gave none
 */
public record GraphError(int code, String title, String details, boolean isTransient) {

  /** In one line, for people. */
  public String text() {
    return details.isEmpty() ? code + ": " + title : code + ": " + title + " – " + details;
  }
}
