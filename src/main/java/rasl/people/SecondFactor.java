package rasl.people;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rasl.crypto.Base62;
import rasl.crypto.Hashes;
import rasl.crypto.Macs;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.refusal.Refusal;

/**
 * One-time codes of an app (TOTP, RFC 6238: HMAC-SHA-1, 6 digits, 30 seconds), and the recovery
 * codes of those who lost theirs. Each code works once.
 */
final class SecondFactor {
  static final int RECOVERY_CODES = 10;

  private static final long STEP_SECONDS = 30;
  private static final int SECRET_BYTES = 20;

  /** Clocks of phones are off by less than a step. */
  private static final int STEPS_AROUND = 1;

  private static final int CODES = 1_000_000;

  private final Db db;
  private final SecondFactorStore store;
  private final Sealer sealer;
  private final SecureRandom random;
  private final Clock clock;

  SecondFactor(Db db, SecondFactorStore store, Sealer sealer, SecureRandom random, Clock clock) {
    this.db = db;
    this.store = store;
    this.sealer = sealer;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Checks the code of a person whose password was right, and uses it up.
   *
   * @return whether a code was asked for
   * @throws rasl.refusal.RefusedException where one was, and none or a wrong one was given
   */
  boolean check(Person person, Optional<String> given) {
    byte[] sealed = person.totpSealed();
    if (sealed == null) {
      return false;
    }
    String code =
        plain(given.orElseThrow(() -> new Refusal.OfPeople.SecondFactorRequired().thrown()));
    boolean right =
        code.matches("[0-9]{6}")
            ? db.inSystem(tx -> uses(tx, person.id(), open(person.id(), sealed), code))
            : db.inSystem(tx -> store.useRecoveryCode(tx, person.id(), Hashes.sha256(code)));
    if (!right) {
      throw new Refusal.OfPeople.SignInFailed().thrown();
    }
    return true;
  }

  /** A new secret: 20 bytes, as RFC 4226 advises. */
  byte[] newSecret() {
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return secret;
  }

  /** Encrypts a person's secret for storing. */
  byte[] seal(long person, byte[] secret) {
    return sealer.seal(secret, context(person));
  }

  private byte[] open(long person, byte[] sealed) {
    return sealer
        .open(sealed, context(person))
        .orElseThrow(
            () -> new IllegalStateException("the codes of person " + person + " do not open"));
  }

  static byte[] context(long person) {
    return ("person.totp:" + person).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Whether a code is right now, and its step was not used yet; uses the step up, with all before
   * it.
   */
  boolean uses(SystemTx tx, long person, byte[] secret, String code) {
    long now = Math.floorDiv(clock.instant().getEpochSecond(), STEP_SECONDS);
    for (long step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step++) {
      if (Macs.constantTimeEquals(code(secret, step), code)) {
        return store.useStep(tx, person, step);
      }
    }
    return false;
  }

  /** The code of a moment. */
  static String codeAt(byte[] secret, Instant at) {
    return code(secret, Math.floorDiv(at.getEpochSecond(), STEP_SECONDS));
  }

  /** RFC 4226, 5.3. */
  private static String code(byte[] secret, long step) {
    byte[] mac = Macs.hmacSha1(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = mac[mac.length - 1] & 0xf;
    int number = ByteBuffer.wrap(mac).getInt(offset) & Integer.MAX_VALUE;
    return "%06d".formatted(number % CODES);
  }

  /** New recovery codes, which nobody can be told again: 71 bits each. */
  List<String> newRecoveryCodes() {
    var codes = new ArrayList<String>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String text = Base62.random(random, 12);
      codes.add(text.substring(0, 4) + "-" + text.substring(4, 8) + "-" + text.substring(8));
    }
    return codes;
  }

  /** What is stored of a recovery code. */
  static byte[] hash(String recoveryCode) {
    return Hashes.sha256(plain(recoveryCode));
  }

  /** Blanks and hyphens are for people. */
  private static String plain(String code) {
    return code.replaceAll("[\\s-]", "");
  }

  /** The secret as apps take it: base32 without padding (RFC 4648). */
  static String base32(byte[] secret) {
    String alphabet = "abcdefghijklmnopqrstuvwxyz234567".toUpperCase(Locale.ROOT);
    var text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : secret) {
      held = (held << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(alphabet.charAt((held >> bits) & 31));
      }
      held &= (1 << bits) - 1;
    }
    return bits == 0
        ? text.toString()
        : text.append(alphabet.charAt((held << (5 - bits)) & 31)).toString();
  }
}
