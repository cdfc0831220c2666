package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rasl.config.Network;
import rasl.config.OutgoingAllow;
import rasl.db.TenantId;
import rasl.http.out.AddressGuard;
import rasl.testkit.LyingReceiver;
import rasl.testkit.Waiting;

/** What a tenant's receivers hold of the slots for attempts. */
class AttemptsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void oneTenantsReceiversHoldHalfOfTheSlotsAtMost() throws Exception {
    var release = new CountDownLatch(1);
    var guard =
        new AddressGuard(
            new OutgoingAllow(List.of(Network.parse("127.0.0.1").orElseThrow()), List.of()),
            _ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
    try (LyingReceiver receiver = LyingReceiver.start();
        var attempts =
            new Attempts(
                new Outgoing(
                    guard,
                    Attempts.MOST,
                    Duration.ofMinutes(2),
                    Clock.systemUTC(),
                    System::nanoTime))) {
      receiver.always("/slow", LyingReceiver.held(release, LyingReceiver.answer(200)));
      Target slow = target(receiver, "/slow");
      for (int i = 0; i < Attempts.MOST; i++) {
        attempts.begin(new TenantId(1), slow, parcel(i), () -> true, _ -> {});
      }
      Waiting.until(SOON, () -> receiver.got("/slow").size() == Attempts.MOST / 2);
      var told = new LinkedBlockingQueue<Signal>();
      for (int i = 0; i < 20; i++) {
        attempts.begin(
            new TenantId(2), target(receiver, "/well"), parcel(i), () -> true, told::add);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(told.poll(60, TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                Signal.Ended.class, end -> assertThat(end.outcome().isSuccess()).isTrue());
      }
      assertThat(receiver.got("/slow")).hasSize(Attempts.MOST / 2);
      release.countDown();
    }
  }

  private static Target target(LyingReceiver receiver, String path) {
    var settings =
        new EndpointSettings(
            receiver.url(path).toString(),
            Optional.empty(),
            EventPatterns.DEFAULT,
            Optional.empty(),
            Format.N8N,
            OptionalInt.empty(),
            100,
            OptionalInt.empty(),
            true);
    Instant then = Instant.EPOCH;
    return new Target(
        new Endpoint(1, settings, List.of(), Optional.empty(), Optional.empty(), then, then),
        SigningSecret.create(new SecureRandom()),
        Optional.empty(),
        StaticHeaders.NONE);
  }

  private static Parcel parcel(long number) {
    return new Parcel(
        OptionalLong.empty(),
        OptionalLong.of(number),
        Parcel.Kind.EVENT,
        "evt_1_" + number,
        "contact.created",
        new Occurrence.Resource("contact", number),
        0,
        0,
        new byte[] {'{', '}'});
  }
}
