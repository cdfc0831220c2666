package rasl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the machine read nothing of the data folder. */
class PrivateFilesTest {
  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Path open(String path) throws IOException {
    Path file = data().resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "a message");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        file.resolveSibling("."), PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatAnEarlierVersionLeftOpenIsClosed() throws IOException {
    Path state = open("rasl.json");
    Path log = open("log/rasl.log");
    Path media = open("media/ab/file");
    Path postgres = open("postgres/data/PG_VERSION");
    PrivateFiles.close(data());
    for (Path file : new Path[] {state, log, media}) {
      assertThat(mode(file)).as("%s", file).isEqualTo("rw-------");
    }
    for (String part : new String[] {"", "log", "media", "media/ab"}) {
      assertThat(mode(data().resolve(part))).as(part).isEqualTo("rwx------");
    }
    assertThat(mode(postgres)).as("PostgreSQL's own").isEqualTo("rw-r--r--");
  }

  @Test
  void aNewFolderIsClosedFromTheBeginning() throws IOException {
    PrivateFiles.close(data());
    assertThat(mode(data())).isEqualTo("rwx------");
  }
}
