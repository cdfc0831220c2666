package rasl.whatsapp;

/**
 * An app of Meta, whose webhooks come signed with its secret.
 *
 * @param key {@link #SHARED} for the operator's, {@link #SANDBOX} for the simulator's, else the
 *     last part of its callback {@code /hooks/whatsapp/{key}}
 */
public record App(String key, AccessSecret secret, AccessSecret verifyToken) {
  /** The operator's own app, which many tenants may share: from the settings. */
  public static final String SHARED = "shared";

  /** The app that our simulator plays. */
  public static final String SANDBOX = "sandbox";
}
