package rasl.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.cpu.CpuPool;
import rasl.refusal.RefusedException;
import rasl.testkit.Waiting;

class PasswordsTest {
  private static final CpuPool CPU = CpuPool.start(2);
  private static final Argon2 CHEAP = new Argon2(64, 1);

  private final Passwords passwords = new Passwords(CPU, new SecureRandom(), CHEAP);

  @AfterAll
  static void stop() {
    CPU.close();
  }

  /** From the reference implementation: argon2 -id -t 2 -m 16 -p 1 of "password", "somesalt". */
  @Test
  void hashesAsTheReferenceDoes() {
    byte[] salt = "somesalt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(new Argon2(1 << 16, 2).hash("password", salt))
        .isEqualTo(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
  }

  @Test
  void knowsItsOwnHashAndNoOther() {
    String hash = passwords.hash("correct horse");
    assertThat(passwords.matches("correct horse", Optional.of(hash))).isTrue();
    assertThat(passwords.matches("correct horsf", Optional.of(hash))).isFalse();
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
  }

  @Test
  void unknownWrongAndRightTakeOneHashEach() {
    String hash = passwords.hash("correct horse");
    long before = passwords.hashed();
    assertThat(passwords.matches("anything at all", Optional.empty())).isFalse();
    assertThat(passwords.hashed() - before).isEqualTo(1);
    assertThat(passwords.matches("anything at all", Optional.of(hash))).isFalse();
    assertThat(passwords.hashed() - before).isEqualTo(2);
    assertThat(passwords.matches("correct horse", Optional.of(hash))).isTrue();
    assertThat(passwords.hashed() - before).isEqualTo(3);
  }

  @Test
  void aHashRemembersItsParameters() {
    var weaker = new Passwords(CPU, new SecureRandom(), new Argon2(32, 1));
    String old = weaker.hash("correct horse");
    assertThat(passwords.matches("correct horse", Optional.of(old))).isTrue();
    assertThat(passwords.isOutdated(old)).isTrue();
    assertThat(weaker.isOutdated(old)).isFalse();
  }

  @Test
  void noMoreThanTheCoresHashAtOnceAndWhoeverFindsNoRoomToWaitIsBusy() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var patient = CpuPool.start(2);
    var crowded = new Passwords(patient, new SecureRandom(), CHEAP);
    try (patient;
        var people = Executors.newVirtualThreadPerTaskExecutor()) {
      // The owner of hashes has one of the pool's two threads; this work takes it.
      var _ =
          people.submit(
              () ->
                  patient.run(
                      "passwords",
                      () -> {
                        entered.countDown();
                        release.await();
                        return "";
                      }));
      entered.await();
      List<Future<String>> waiting = new ArrayList<>();
      for (int i = 0; i < Passwords.WAITING; i++) {
        waiting.add(people.submit(() -> crowded.hash("correct horse")));
      }
      Waiting.until(Duration.ofSeconds(20), () -> crowded.waiting() == Passwords.WAITING);
      assertThatThrownBy(() -> crowded.hash("one too many")).isInstanceOf(RefusedException.class);
      assertThat(crowded.hashed()).isZero();
      release.countDown();
      for (Future<String> one : waiting) {
        assertThat(one.get()).startsWith("$argon2id$");
      }
      assertThat(crowded.hash("correct horse")).startsWith("$argon2id$");
    }
  }
}
