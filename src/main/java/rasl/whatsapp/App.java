package rasl.whatsapp;

/**
 * An app of Meta, whose webhooks come signed with its secret.
 *
 * @param key {@link #SHARED} for the operator's, else the last part of its callback {@code
 *     /hooks/whatsapp/{key}}
 */
public record App(String key, AccessSecret secret, AccessSecret verifyToken) {
  /**
   * The operator's own app, which many tenants may share: from the settings. In a trial it is the
   * app that our simulator plays.
   */
  public static final String SHARED = "shared";
}
