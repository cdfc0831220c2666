package rasl.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsGuideTest {

  @Test
  void thePageOfSettingsIsWhatTheServerReads() throws IOException {
    var accepted = Path.of("target", "configuration.md");
    Files.writeString(accepted, SettingsGuide.markdown());
    assertThat(Path.of("docs", "configuration.md"))
        .as("to accept the change: cp %s docs/configuration.md", accepted)
        .hasContent(SettingsGuide.markdown());
  }

  @Test
  void theHelpNamesEverySettingAndFitsATerminal() {
    String text = SettingsGuide.text();
    assertThat(Settings.ALL).allSatisfy(setting -> assertThat(text).contains(setting.name()));
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
  }
}
