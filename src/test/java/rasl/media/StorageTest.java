package rasl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rasl.config.Config;
import rasl.config.MediaConfig;
import rasl.config.Mode;
import rasl.testkit.S3Server;

/** The same promises of both storages: a folder, and a real S3 server. */
class StorageTest {
  private static S3Server s3;
  @TempDir private Path folder;

  enum Kind {
    FOLDER,
    S3
  }

  @BeforeAll
  static void start() {
    s3 = S3Server.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  private MediaStorage storage(Kind kind) {
    return switch (kind) {
      case FOLDER -> new FolderStorage(folder.resolve("media"));
      case S3 -> new S3Storage(config(s3.settings()));
    };
  }

  private static MediaConfig.S3 config(Map<String, String> settings) {
    return Config.from(settings, Mode.TRIAL).media().s3().orElseThrow();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "any", ""), text);
  }

  private static String read(MediaStorage storage, String key, long from, long length)
      throws IOException {
    try (InputStream in = storage.open(key, from, length).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPutIsReadInWholeOrInPartUntilItIsDeleted(Kind kind) throws IOException {
    try (MediaStorage storage = storage(kind)) {
      storage.put("ab/7-abcd", file("0123456789"));
      assertThat(read(storage, "ab/7-abcd", 0, 10)).isEqualTo("0123456789");
      assertThat(read(storage, "ab/7-abcd", 3, 4)).isEqualTo("3456");
      assertThat(storage.open("ab/7-none", 0, 1)).isEmpty();
      var found = new ArrayList<MediaStorage.Found>();
      storage.each(found::addAll);
      assertThat(found).extracting(MediaStorage.Found::key).containsExactly("ab/7-abcd");
      assertThat(found.getFirst().storedAt())
          .isBetween(Instant.EPOCH, Files.getLastModifiedTime(folder).toInstant().plusSeconds(60));
      storage.delete("ab/7-abcd");
      storage.delete("ab/7-abcd");
      assertThat(storage.open("ab/7-abcd", 0, 10)).isEmpty();
      assertThat(storage.examine()).isNotEmpty();
      found.clear();
      storage.each(found::addAll);
      assertThat(found).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLargeFileGoesThroughWithoutBeingHeldInMemory(Kind kind) throws IOException {
    Path large = Files.createTempFile(folder, "large", "");
    try (var out = Files.newOutputStream(large)) {
      for (int i = 0; i < 60; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    try (MediaStorage storage = storage(kind)) {
      storage.put("cd/7-large", large);
      try (InputStream in = storage.open("cd/7-large", 0, 60 << 20).orElseThrow()) {
        assertThat(in.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(60 << 20);
      }
      storage.delete("cd/7-large");
    }
  }

  @Test
  void theFolderIsThisAccountsAloneAndHasOnlyWholeFiles() throws IOException {
    try (MediaStorage storage = storage(Kind.FOLDER)) {
      storage.put("ab/7-abcd", file("x"));
      Path media = folder.resolve("media");
      assertThat(Files.getPosixFilePermissions(media)).hasSize(3);
      try (var files = Files.walk(media)) {
        assertThat(files.filter(Files::isRegularFile)).hasSize(1);
      }
      for (String key : List.of("../x", "..", "", "ab/../../x")) {
        assertThatThrownBy(() -> storage.delete(key)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void whatIsWrongWithAStorageIsSaidInWords() throws IOException {
    Path notFolder = file("x");
    assertThatThrownBy(() -> new FolderStorage(notFolder).examine())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(notFolder.toString());
    var wrongSecret = new HashMap<>(s3.settings());
    wrongSecret.put("RASL_MEDIA_S3_SECRET", "another");
    assertFails(wrongSecret, "403", "RASL_MEDIA_S3_BUCKET");
    var noBucket = new HashMap<>(s3.settings());
    noBucket.put("RASL_MEDIA_S3_BUCKET", "nothing-here");
    assertFails(noBucket, "404", "nothing-here");
    var nobody = new HashMap<>(s3.settings());
    nobody.put("RASL_MEDIA_S3_ENDPOINT", "http://127.0.0.1:1");
    assertFails(nobody, "cannot be reached", "RASL_MEDIA_S3_ENDPOINT");
  }

  private void assertFails(Map<String, String> settings, String... words) throws IOException {
    try (var storage = new S3Storage(config(settings))) {
      assertThatThrownBy(storage::examine)
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(words);
      Path file = file("kept");
      assertThatThrownBy(() -> storage.put("ab/7-x", file)).isInstanceOf(StorageException.class);
      assertThat(file).hasContent("kept");
    }
  }
}
