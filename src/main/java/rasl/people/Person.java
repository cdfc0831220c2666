package rasl.people;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account of the installation. The e-mail names it, and proves nothing.
 *
 * @param emailKey what e-mails are compared by
 * @param password the hash; null where there is none
 * @param operator whether the person operates the installation
 * @param totpSealed the secret of one-time codes, encrypted; null where they are not asked for
 */
record Person(
    long id,
    String email,
    String emailKey,
    String name,
    @Nullable String password,
    boolean operator,
    byte @Nullable [] totpSealed,
    Instant createdAt) {

  Optional<String> passwordHash() {
    return Optional.ofNullable(password);
  }

  boolean wantsCodes() {
    return totpSealed != null;
  }
}
