package rasl.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;

class FetchTurnsTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId TWO = new TenantId(2);
  private static final TenantId THREE = new TenantId(3);

  @Test
  void aQuarterOfTheSlotsIsForFilesAndHalfOfThatForOneTenant() {
    var turns = new FetchTurns(16);
    List<FetchTurns.Turn> ones = take(turns, ONE, 3);
    assertThat(ones).hasSize(2);
    List<FetchTurns.Turn> twos = take(turns, TWO, 3);
    assertThat(twos).hasSize(2);
    assertThat(take(turns, THREE, 1)).isEmpty();
    assertThat(turns.next()).isEmpty();
    twos.getFirst().close();
    // The first that came in vain has its share still: the next one it is.
    assertThat(turns.next()).contains(TWO);
    assertThat(turns.next()).contains(THREE);
    assertThat(take(turns, THREE, 1)).hasSize(1);
    ones.forEach(FetchTurns.Turn::close);
    assertThat(turns.next()).contains(ONE);
    assertThat(turns.next()).isEmpty();
  }

  @Test
  void aSmallServerFetchesToo() {
    var turns = new FetchTurns(1);
    assertThat(take(turns, ONE, 2)).hasSize(1);
    assertThat(take(turns, TWO, 1)).hasSize(1);
  }

  private static List<FetchTurns.Turn> take(FetchTurns turns, TenantId tenant, int times) {
    var taken = new ArrayList<FetchTurns.Turn>();
    for (int i = 0; i < times; i++) {
      Optional<FetchTurns.Turn> turn = turns.take(tenant);
      turn.ifPresent(taken::add);
    }
    return taken;
  }
}
