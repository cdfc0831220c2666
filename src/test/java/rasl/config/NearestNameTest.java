package rasl.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  @ParameterizedTest
  @CsvSource({"RASL_PROT,RASL_PORT", "RASL_DATADIR,RASL_DATA_DIR"})
  void aSlipIsUnderstood(String slip, String meant) {
    List<String> known = Settings.ALL.stream().map(Setting::name).toList();
    assertThat(NearestName.of(slip, known)).isEqualTo(meant);
  }

  @Test
  void theDistanceCountsChangedCharacters() {
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
  }
}
