package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rasl.testkit.SettableClock;
import rasl.testkit.TestDatabase;

/** One node at a time does what is for all. */
final class DutiesTest {
  private static final Duration TIME = Duration.ofMinutes(30);

  @Test
  void oneNodeHasADutyUntilItStaysAway() {
    try (var database = TestDatabase.create()) {
      var clock = SettableClock.atSomeTime();
      List<String> did = new ArrayList<>();
      var one = new Duties(database.db(), "one", clock);
      var two = new Duties(database.db(), "two", clock);
      one.attend("cleaning", TIME, () -> did.add("one"));
      two.attend("cleaning", TIME, () -> did.add("two"));
      two.attend("other", TIME, () -> did.add("two other"));
      one.attend("cleaning", TIME, () -> did.add("one"));
      clock.advance(TIME.plusSeconds(1));
      two.attend("cleaning", TIME, () -> did.add("two"));
      one.attend("cleaning", TIME, () -> did.add("one"));
      assertThat(did).containsExactly("one", "two other", "one", "two");
    }
  }

  @Test
  void aNodeThatStopsLeavesItsDutiesAndNoOthers() {
    try (var database = TestDatabase.create()) {
      var clock = SettableClock.atSomeTime();
      List<String> did = new ArrayList<>();
      var one = new Duties(database.db(), "one", clock);
      var two = new Duties(database.db(), "two", clock);
      two.attend("other", TIME, () -> did.add("two other"));
      one.attend("cleaning", TIME, () -> did.add("one"));
      one.close();
      two.attend("cleaning", TIME, () -> did.add("two"));
      one.attend("other", TIME, () -> did.add("one other"));
      assertThat(did).containsExactly("two other", "one", "two");
    }
  }
}
