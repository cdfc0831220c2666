package rasl.whatsapp;

/** A secret of Meta's (access token, app secret, verify token) that does not print. */
public record AccessSecret(String text) {
  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
