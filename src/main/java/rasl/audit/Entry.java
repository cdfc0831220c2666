package rasl.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Hashes;

/**
 * What is chained of an entry, and the texts beside it.
 *
 * @param at in microseconds, as the database keeps it
 * @param who JSON: the actor's name and address
 */
record Entry(
    Instant at,
    String action,
    String actorKind,
    OptionalLong actorId,
    Target target,
    SaltedText who,
    SaltedText before,
    SaltedText after) {

  /**
   * The hash of this entry as the one with this number.
   *
   * @param tenant 0 for the installation
   * @param previous the hash of the entry before it; empty for the first
   */
  byte[] hash(long tenant, long number, byte[] previous) {
    MessageDigest digest = Hashes.sha256();
    field(digest, previous);
    field(digest, tenant);
    field(digest, number);
    field(digest, ChronoUnit.MICROS.between(Instant.EPOCH, at));
    field(digest, action);
    field(digest, actorKind);
    field(digest, actorId);
    field(digest, target.type());
    field(digest, target.id());
    field(digest, who.hash());
    field(digest, before.hash());
    field(digest, after.hash());
    return digest.digest();
  }

  private static void field(MessageDigest digest, OptionalLong value) {
    if (value.isPresent()) {
      field(digest, value.getAsLong());
    } else {
      field(digest, (byte[]) null);
    }
  }

  private static void field(MessageDigest digest, long value) {
    field(digest, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void field(MessageDigest digest, String value) {
    field(digest, value.getBytes(StandardCharsets.UTF_8));
  }

  /** With its length before it, so that no two lists of fields look the same; -1 is no field. */
  private static void field(MessageDigest digest, byte @Nullable [] value) {
    int length = value == null ? -1 : value.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    if (value != null) {
      digest.update(value);
    }
  }
}
