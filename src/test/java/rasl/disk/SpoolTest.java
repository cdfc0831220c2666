package rasl.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void onlyThisAccountMayLookIntoTheFolderAndItsFiles() throws IOException {
    Path spool = folder.resolve("made/later");
    Path file = new Spool(spool, Disk.of(spool)).newFile();
    assertThat(permissions(spool)).isEqualTo("rwx------");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void aFolderOfAnEarlierReleaseIsClosedAndClearedAtTheStart() throws IOException {
    Path spool = Files.createDirectory(folder.resolve("old"));
    Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(spool.resolve("left"), "of a process that was killed");
    new Spool(spool, Disk.of(spool)).sweep();
    assertThat(permissions(spool)).isEqualTo("rwx------");
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void someRoomIsKeptFree() {
    assertLow(100 * GIB, 5 * GIB, false);
    assertLow(100 * GIB, 5 * GIB - 1, true);
    assertLow(10 * GIB, GIB, false);
    assertLow(10 * GIB, GIB - 1, true);
    assertLow(0, 0, false);
  }

  @Test
  void theOperatingSystemSaysHowMuchRoomThereIsEvenBeforeTheFolderIsMade() {
    Disk.Space space = Disk.of(folder.resolve("not/yet")).space();
    assertThat(space.total()).isPositive();
    assertThat(space.free()).isLessThanOrEqualTo(space.total());
  }

  @Test
  void aFullDiskIsNamed() {
    var full = new IOException("No space left on device");
    assertThat(DiskException.of("it fails", full)).hasMessageContaining("the disk is full");
    var broken = new IOException("Input/output error");
    assertThat(DiskException.of("it fails", broken)).hasMessageContaining("Input/output error");
  }

  private void assertLow(long total, long free, boolean low) {
    var disk = new Disk(folder, _ -> new Disk.Space(total, free));
    assertThat(disk.isLow()).isEqualTo(low);
    var spool = new Spool(folder, disk);
    if (low) {
      assertThatThrownBy(spool::newFile)
          .isInstanceOf(DiskException.class)
          .hasMessageContaining("less than 5 % of the disk");
    } else {
      assertThat(spool.newFile()).exists();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
