package rasl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Principal;
import rasl.http.Scope;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;

/** Who takes nothing of a stream loses the connection, and nobody else does. */
final class SlowReaderTest {
  private static final TenantId SLOW = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);

  /** A connection whose other end reads nothing, or everything. */
  private static final class Connection extends OutputStream {
    final CountDownLatch reached = new CountDownLatch(1);
    private final boolean blocks;

    Connection(boolean blocks) {
      this.blocks = blocks;
    }

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      reached.countDown();
      if (blocks) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException _) {
          throw new InterruptedIOException("cut");
        }
      }
    }
  }

  @Test
  void onlyWhoTakesNothingIsCut() throws Exception {
    try (var database = TestDatabase.create();
        var house = new FeedHouse(database.db())) {
      EventStreams streams = house.events.openStreams();
      var stuck = new Connection(true);
      var reading = new Connection(false);
      Thread slow = start(streams, SLOW, stuck);
      Thread other = start(streams, OTHER, reading);
      stuck.reached.await();
      reading.reached.await();
      streams.cutBlockedFor(Duration.ofHours(1));
      assertThat(slow.isAlive()).isTrue();
      Waiting.until(
          Duration.ofSeconds(60),
          () -> {
            streams.cutBlockedFor(Duration.ofSeconds(2));
            return !slow.isAlive();
          });
      assertThat(other.isAlive()).isTrue();
      assertThat(database.column("select tenant_id from event_reader where kind = 'stream'"))
          .containsExactly("2");
      streams.close();
      other.join();
      assertThat(database.column("select 1 from event_reader where kind = 'stream'")).isEmpty();
    }
  }

  private static Thread start(EventStreams streams, TenantId tenant, OutputStream out) {
    var caller =
        new Caller(tenant, new Principal.Server(), EnumSet.allOf(Scope.class), OptionalInt.empty());
    Answer answer = streams.open(caller, () -> true, OptionalLong.of(0));
    return Thread.startVirtualThread(
        () -> {
          try {
            answer.body().orElseThrow().writeTo(out);
          } catch (IOException e) {
            assertThat(e).hasMessage("cut");
          }
        });
  }
}
