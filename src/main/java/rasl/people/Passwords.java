package rasl.people;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import rasl.cpu.CpuPool;
import rasl.crypto.Macs;
import rasl.refusal.Refusal;

/**
 * Makes and checks the hashes of passwords. A hash costs memory and processor time on purpose, so
 * there is never more than one under way for each core, and few wait: whoever signs in by the
 * thousand gets 503, and everybody else's calls go on.
 */
final class Passwords {
  /** How many may wait for their turn. */
  static final int WAITING = 64;

  /** The owner of this work in the pool, where one owner has at most half of the threads. */
  private static final Object OWNER = "passwords";

  private final CpuPool cpu;
  private final SecureRandom random;
  private final Argon2 parameters;
  private final String nobodys;
  private final Semaphore room = new Semaphore(WAITING);
  private final AtomicLong hashed = new AtomicLong();

  Passwords(CpuPool cpu, SecureRandom random, Argon2 parameters) {
    this.cpu = cpu;
    this.random = random;
    this.parameters = parameters;
    // Nothing has this hash, so that nobody signs in with a person's place that is empty.
    this.nobodys =
        "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
            .formatted(parameters.memoryKiB(), parameters.passes(), "A".repeat(22), "A".repeat(43));
  }

  /**
   * A new password's hash.
   *
   * @throws rasl.refusal.RefusedException busy, where too many wait
   */
  String hash(String password) {
    var salt = new byte[Argon2.saltBytes()];
    random.nextBytes(salt);
    return inTurn(() -> parameters.hash(password, salt));
  }

  /**
   * Whether a password has a stored hash. It takes one hash in every case, so that its time does
   * not tell whether there was one to compare with.
   *
   * @param stored empty where there is no such person, or no password
   * @throws rasl.refusal.RefusedException busy, where too many wait
   */
  boolean matches(String password, Optional<String> stored) {
    Argon2.Stored known =
        stored.or(() -> Optional.of(nobodys)).flatMap(Argon2.Stored::parse).orElseThrow();
    String again = inTurn(() -> known.again(password));
    return Macs.constantTimeEquals(again, known.text()) && stored.isPresent();
  }

  /** Whether a stored hash was made with other parameters than new ones are. */
  boolean isOutdated(String stored) {
    return Argon2.Stored.parse(stored)
        .filter(known -> known.parameters().equals(parameters))
        .isEmpty();
  }

  /** How many hashes were made since the start. */
  long hashed() {
    return hashed.get();
  }

  /** How many wait or are under way. */
  int waiting() {
    return WAITING - room.availablePermits();
  }

  private String inTurn(CpuPool.Work<String, RuntimeException> work) {
    if (!room.tryAcquire()) {
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
    try {
      return cpu.run(
          OWNER,
          () -> {
            hashed.incrementAndGet();
            return work.run();
          });
    } finally {
      room.release();
    }
  }
}
