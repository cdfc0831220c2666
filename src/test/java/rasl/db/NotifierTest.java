package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.TestDatabase;

/** A hint reaches every node, soon, and an outage ends by itself. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class NotifierTest {

  @Test
  void hintWakesTheListenersOfEveryNodeOnItsChannelOnly() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Notifier here = database.db().openNotifier();
        Notifier there = database.db().openNotifier()) {
      var heard = new LinkedBlockingQueue<String>();
      here.listen("job", () -> heard.add("here"));
      there.listen("job", () -> heard.add("there"));
      there.listen("other", () -> heard.add("wrong"));
      here.awaitConnected();
      there.awaitConnected();
      here.notify("job");
      assertThat(new String[] {heard.take(), heard.take()})
          .containsExactlyInAnyOrder("here", "there");
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void hintsInQuickSuccessionAreMerged() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Notifier notifier = database.db().openNotifier()) {
      var count = new AtomicInteger();
      var last = new CountDownLatch(1);
      notifier.listen("many", count::incrementAndGet);
      notifier.listen("last", last::countDown);
      notifier.awaitConnected();
      for (int i = 0; i < 10_000; i++) {
        notifier.notify("many");
      }
      notifier.notify("last");
      last.await();
      assertThat(count.get()).isBetween(1, 200);
    }
  }

  @Test
  void listenersAreCalledAfterAReconnectAndHearAgain() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Notifier notifier = database.db().openNotifier()) {
      var heard = new Semaphore(0);
      notifier.listen("job", heard::release);
      notifier.awaitConnected();
      database.cutConnections();
      heard.acquire(); // the call that follows the reconnect
      notifier.notify("job");
      heard.acquire();
    }
  }

  @Test
  void listenerThatThrowsDoesNotDeafenTheOthers() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        Notifier notifier = database.db().openNotifier()) {
      var heard = new CountDownLatch(1);
      notifier.listen(
          "bad",
          () -> {
            throw new IllegalStateException("on purpose");
          });
      notifier.listen("good", heard::countDown);
      notifier.awaitConnected();
      notifier.notify("bad");
      notifier.notify("good");
      heard.await();
    }
  }
}
