package rasl.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Hashes;

/**
 * A text that the chain holds by its salted hash alone, so that it can be blanked later: with its
 * salt gone nobody can find it out by guessing.
 *
 * @param text null where there is none, or it was blanked
 * @param salt 16 bytes; null with the text
 * @param hash null where there never was a text
 */
@SuppressWarnings("ArrayRecordComponent") // a row's columns: nobody compares two
record SaltedText(@Nullable String text, byte @Nullable [] salt, byte @Nullable [] hash) {
  private static final int SALT = 16;

  static final SaltedText NONE = new SaltedText(null, null, null);

  static SaltedText of(String text, RandomGenerator random) {
    var salt = new byte[SALT];
    random.nextBytes(salt);
    return new SaltedText(text, salt, hash(salt, text));
  }

  static SaltedText of(State state, RandomGenerator random) {
    return state.isNone() ? NONE : of(state.json(), random);
  }

  boolean isBlanked() {
    return text == null && hash != null;
  }

  /** Whether it is what it was; a blanked one may be. */
  boolean isWhole() {
    if (text == null) {
      return true;
    }
    return salt != null && hash != null && Arrays.equals(hash, hash(salt, text));
  }

  private static byte[] hash(byte[] salt, String text) {
    var digest = Hashes.sha256();
    digest.update(salt);
    return digest.digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
