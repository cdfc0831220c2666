package rasl.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @ValueSource(strings = {"500ms", "10s", "30m", "12h", "90d", "0s"})
  void whatIsReadIsWrittenTheSame(String text) {
    assertThat(Durations.parse(text).map(Durations::text)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "d", "-1d", "1.5h", "1 d", "1w", "P90D"})
  void anythingElseIsRefused(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"86400s", "1440m", "24h"})
  void aDayIsADayInEveryUnit(String text) {
    assertThat(Durations.parse(text)).contains(Duration.ofDays(1));
  }
}
