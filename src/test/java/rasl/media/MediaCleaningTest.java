package rasl.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.config.Config;
import rasl.config.MediaConfig;
import rasl.config.Mode;
import rasl.testkit.S3Server;
import rasl.testkit.SettableClock;
import rasl.testkit.TestDatabase;

/** What is deleted from the storage because nobody has it any more, and what is not. */
class MediaCleaningTest {
  private static final TestDatabase database = TestDatabase.create();
  private static S3Server s3;

  @TempDir static Path folder;

  private final SettableClock clock = new SettableClock(Instant.now());

  @BeforeAll
  static void start() {
    s3 = S3Server.start();
    database.asOwner(
        """
        insert into tenant (id, name, created_at) values (1, 'one', now());
        insert into message (tenant_id, id, conversation_id, direction, type, phone, business_phone,
          status, created_at, updated_at)
        values (1, 1, 1, 'outbound', 'image', '1', '1', 'read', now(), now());
        insert into media (tenant_id, message_id, origin, mime_type, filename, size, sha256,
          storage_key, created_at)
        values (1, 1, 'upload', 'a/b', '', 1, '', 'aa/1-aa', now()),
          (1, 2, 'upload', 'a/b', '', 1, '', 'aa/1-bb', now());
        """);
  }

  @AfterAll
  static void stop() {
    s3.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatNoRowAndNoMessageKnowsGoesOnceItIsADayOld(boolean inBucket) throws IOException {
    try (MediaStorage storage =
        inBucket ? new S3Storage(bucket()) : new FolderStorage(folder.resolve("media"))) {
      put(storage, "aa/1-aa", "aa/1-cc", "aa/2-cc", "other", "aa/x-cc");
      clean(storage, "mine");
      assertThat(keys(storage)).hasSize(5);
      clock.advance(Duration.ofHours(25));
      clean(storage, "mine");
      assertThat(keys(storage)).containsExactlyInAnyOrder("aa/1-aa", "other", "aa/x-cc");
      put(storage, "aa/1-bb");
      database.asOwner("update media set message_id = 2 where storage_key = 'aa/1-bb'");
      clean(storage, "mine");
      assertThat(keys(storage)).doesNotContain("aa/1-bb");
      keys(storage).forEach(storage::delete);
    }
  }

  @Test
  void aBucketThatIsAnotherInstallationsTooKeepsAll() throws IOException {
    try (MediaStorage theirs = new S3Storage(bucket());
        MediaStorage ours = new S3Storage(bucket())) {
      assertThat(theirs.claim("mine")).isEqualTo("mine");
      assertThat(ours.claim("later")).isEqualTo("mine");
      put(theirs, "aa/1-dd");
      clock.advance(Duration.ofHours(25));
      clean(ours, "later");
      assertThat(keys(ours)).containsExactly("aa/1-dd");
      clean(theirs, "mine");
      assertThat(keys(theirs)).isEmpty();
    }
  }

  @Test
  void whatGoesMakesRoomAndAWrongCountIsPutRight() throws IOException {
    database.asOwner(
        """
        insert into tenant (id, name, created_at) values (7, 'seven', now()), (8, 'eight', now());
        insert into message (tenant_id, id, conversation_id, direction, type, phone, business_phone,
          status, created_at, updated_at)
        values (7, 71, 1, 'outbound', 'image', '1', '1', 'read', now(), now());
        insert into media (tenant_id, message_id, origin, mime_type, filename, size, sha256,
          storage_key, created_at)
        values (7, 71, 'upload', 'a/b', '', 100, '', 'aa/7-aa', now()),
          (7, 72, 'upload', 'a/b', '', 30, '', 'aa/7-bb', now()),
          (8, 81, 'upload', 'a/b', '', 4, '', 'aa/8-aa', now());
        insert into media_tally (tenant_id, bytes) values (7, 130), (8, 9999);
        """);
    try (MediaStorage storage = new FolderStorage(folder.resolve("tally"))) {
      clean(storage, "mine");
    }
    assertThat(database.column("select bytes from media_tally where tenant_id = 7"))
        .containsExactly("100");
    assertThat(database.column("select bytes from media_tally where tenant_id = 8"))
        .containsExactly("0");
  }

  private static MediaConfig.S3 bucket() {
    return Config.from(s3.settings(), Mode.TRIAL).media().s3().orElseThrow();
  }

  private static void put(MediaStorage storage, String... keys) throws IOException {
    for (String key : keys) {
      storage.put(key, Files.writeString(Files.createTempFile(folder, "any", ""), "x"));
    }
  }

  private static List<String> keys(MediaStorage storage) {
    var keys = new ArrayList<String>();
    storage.each(some -> some.forEach(one -> keys.add(one.key())));
    return keys;
  }

  private void clean(MediaStorage storage, String installation) {
    new MediaCleaning(
            database.db(), new MediaStore(), new UploadStore(), storage, installation, 0, clock)
        .clean();
  }
}
