package rasl.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import rasl.refusal.RefusedException;

class TurnsTest {
  @Test
  void oneOwnerHasHalfOfTheTurns() {
    var turns = new Turns(4, Duration.ofMillis(50));
    String answer =
        turns.inTurn(
            "floods",
            () ->
                turns.inTurn(
                    "floods",
                    () -> {
                      assertThatThrownBy(() -> turns.inTurn("floods", () -> "a third"))
                          .isInstanceOf(RefusedException.class);
                      return turns.inTurn("quiet", () -> "the neighbour's");
                    }));
    assertThat(answer).isEqualTo("the neighbour's");
    assertThat(turns.inTurn("floods", () -> "the next")).isEqualTo("the next");
  }
}
