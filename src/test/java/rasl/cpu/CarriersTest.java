package rasl.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java has read the setting long before, so that these tests change nothing for others. */
class CarriersTest {
  private static final String SETTING = "jdk.virtualThreadScheduler.parallelism";

  @AfterEach
  void clear() {
    System.clearProperty(SETTING);
  }

  @Test
  void thereAreMoreCarriersThanProcessors() {
    Carriers.prepare(2);
    assertThat(System.getProperty(SETTING)).isEqualTo("8");
    clear();
    Carriers.prepare(16);
    assertThat(System.getProperty(SETTING)).isEqualTo("64");
  }

  @Test
  void whatTheOperatorSaysHolds() {
    System.setProperty(SETTING, "3");
    Carriers.prepare(16);
    assertThat(System.getProperty(SETTING)).isEqualTo("3");
  }
}
