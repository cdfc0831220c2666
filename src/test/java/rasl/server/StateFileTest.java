package rasl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rasl.json, as scripts and commands read it. */
class StateFileTest {
  @TempDir private Path folder;

  @Test
  void aProcessThatBeganLaterIsNotTheServer() throws IOException {
    var state = new StateFile(folder);
    var now = Clock.systemUTC().instant();
    state.write(URI.create("http://127.0.0.1:1"), Optional.empty(), now);
    assertThat(state.runningUrl()).contains("http://127.0.0.1:1");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("rasl.json"))))
        .isEqualTo("rw-------");
    // As if the machine had started anew since, and our number had been the dead server's.
    state.write(URI.create("http://127.0.0.1:1"), Optional.empty(), now.minus(Duration.ofDays(9)));
    assertThat(state.runningUrl()).isEmpty();
  }
}
