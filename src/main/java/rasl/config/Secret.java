package rasl.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not show: printing it, alone or inside a record, gives {@code [REDACTED]}. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The secret itself, for the one who uses it. */
  public String reveal() {
    return value;
  }

  /** Compares in constant time, so that the answer's speed tells nothing. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
