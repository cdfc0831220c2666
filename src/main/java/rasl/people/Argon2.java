package rasl.people;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106), and its hashes as text: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash},
 * the form that the reference implementation prints.
 *
 * @param memoryKiB how much memory one hash takes
 * @param passes how often it goes over that memory
 */
record Argon2(int memoryKiB, int passes) {
  /**
   * The least that OWASP's Password Storage Cheat Sheet advises (2025): about 40 ms of one core.
   */
  static final Argon2 USUAL = new Argon2(19 * 1024, 2);

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MOST_MEMORY_KIB = 1 << 20;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=1"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

  /** How many random bytes {@link #hash} needs. */
  static int saltBytes() {
    return SALT_BYTES;
  }

  /** The password's hash, as text. */
  String hash(String password, byte[] salt) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            memoryKiB,
            passes,
            base64.encodeToString(salt),
            base64.encodeToString(raw(password, salt)));
  }

  private byte[] raw(String password, byte[] salt) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKiB)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    var hash = new byte[HASH_BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  /** A hash that was stored, with the parameters that it was made with. */
  record Stored(Argon2 parameters, byte[] salt, String text) {
    /** Reads one; empty for text that {@link Argon2#hash} does not make. */
    static Optional<Stored> parse(String text) {
      Matcher parts = TEXT.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      var parameters =
          new Argon2(
              Math.min(MOST_MEMORY_KIB, Integer.parseInt(parts.group(1))),
              Integer.parseInt(parts.group(2)));
      return Optional.of(new Stored(parameters, Base64.getDecoder().decode(parts.group(3)), text));
    }

    /** The same password's hash again, to be compared with {@link #text}. */
    String again(String password) {
      return parameters.hash(password, salt);
    }
  }
}
