package rasl.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.cpu.CpuPool;
import rasl.db.TenantId;
import rasl.disk.Disk;
import rasl.disk.Spool;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

class WebpImagesTest {
  private static final TenantId GREEDY = new TenantId(1);
  private static final TenantId QUIET = new TenantId(2);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(20);

  /** 16 × 16, as an encoder wrote it. */
  private static final byte[] LOSSY =
      decode(
          "UklGRjoAAABXRUJQVlA4IC4AAACQAQCdASoQABAAAUAmJaACdLoAA5gA/vWJH+N5vNa1v/37S/8Cd/8Cd/0MAAAA");

  /** 16 × 16, which lets something shine through. */
  private static final byte[] TRANSLUCENT =
      decode(
          "UklGRl4AAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSAoAAAABB1C8iAhERP8DVlA4IC4AAACQAQCdASoQABAAAUAm"
              + "JaACdLoAA5gA/vWJH+N5vNa1v/37S/8Cd/8Cd/0MAAAA");

  /** Two pictures of 20 × 10. */
  private static final byte[] ANIMATED =
      decode(
          "UklGRuIAAABXRUJQVlA4WAoAAAACAAAAEwAACQAAQU5JTQYAAAAAAAAAAABBTk1GWAAAAAAAAAAAABMAAAkAAGQAAAJW"
              + "UDggQAAAADADAJ0BKhQACgA+bSySRaQioZgEAEAGxKALsugH4AAIXwAA/vCbQ/+QXLC65Gv/yA/5Af8gP/5Af/vl"
              + "wCgAAABBTk1GVgAAAAAAAAAAABMAAAkAAGQAAABWUDggPgAAABQDAJ0BKhQACgA+bSySRYMAgAAA2JQBOl0A/AD8"
              + "AAEUUAD+5Yc/+1oDg1X+Z//774UR26/0Jf4BX1yJwAAA");

  private final CpuPool cpu = CpuPool.start(2);

  @TempDir Path folder;
  private WebpImages images;

  @BeforeEach
  void start() {
    images = images(LONG);
  }

  @AfterEach
  void stop() {
    cpu.close();
  }

  private WebpImages images(Duration patience) {
    return new WebpImages(new Spool(folder.resolve("work"), Disk.of(folder)), cpu, patience);
  }

  // ---- pictures

  @Test
  void picturesOfAllKindsAreConverted() throws IOException {
    assertThat(converted(LOSSY, FileType.JPEG)).isEqualTo("16x16");
    assertThat(converted(TRANSLUCENT, FileType.PNG)).isEqualTo("16x16");
    assertThat(converted(ANIMATED, FileType.JPEG)).isEqualTo("20x10");
    assertThat(converted(simple(lossless(30, 20)), FileType.JPEG)).isEqualTo("30x20");
    assertThat(converted(extended(30, 20, lossless(30, 20)), FileType.JPEG)).isEqualTo("30x20");
  }

  private String converted(byte[] file, FileType type) throws IOException {
    Optional<WebpImages.Converted> picture = images.convert(QUIET, file(file));
    assertThat(picture.map(WebpImages.Converted::type)).hasValue(type);
    BufferedImage image = ImageIO.read(picture.orElseThrow().file().toFile());
    return image.getWidth() + "x" + image.getHeight();
  }

  // ---- small canvases, large pictures

  @Test
  void aPictureLargerThanItsCanvasSaysIsNotUnfolded() throws IOException {
    assertRefused(extended(1, 1, lossless(8000, 8000)));
    assertRefused(extended(1, 1, chunk("VP8 ", lossy(8000, 8000))));
    assertRefused(extended(1, 1, chunk("VP8 ", lossy(16, 16))));
    assertRefused(extended(17, 16, chunk("VP8 ", lossy(16, 16))));
    assertRefused(extended(1, 1, frame(0, 0, 1, 1, lossless(8000, 8000))));
    assertRefused(extended(1, 1, frame(0, 0, 8000, 8000, lossless(8000, 8000))));
    assertRefused(extended(20, 20, frame(4, 0, 18, 20, lossless(18, 20))));
    assertRefused(extended(20, 20, frame(0, 0, 20, 20, chunk("VP8 ", lossy(8000, 8000)))));
  }

  @Test
  void thePictureThatIsUnfoldedIsTheOneThatWasLookedAt() throws IOException {
    byte[] first = lossless(20, 20);
    assertThat(converted(extended(20, 20, join(first, lossless(8000, 8000))), FileType.JPEG))
        .isEqualTo("20x20");
    byte[] hidden = frame(0, 0, 20, 20, join(first, lossless(8000, 8000)));
    assertThat(converted(extended(20, 20, hidden), FileType.JPEG)).isEqualTo("20x20");
  }

  @Test
  void theLimitOfPixelsIsForThePicturesThemselves() throws IOException {
    assertRefused(simple(lossless(4001, 4000)));
    assertRefused(extended(4001, 4000, lossless(4001, 4000)));
    assertRefused(extended(4001, 4000, frame(0, 0, 4001, 4000, lossless(4001, 4000))));
    assertThat(converted(extended(4001, 4000, frame(0, 0, 9, 9, lossless(9, 9))), FileType.JPEG))
        .isEqualTo("9x9");
  }

  @Test
  void whatIsBrokenIsRefusedWhereverItBreaksOff() throws IOException {
    for (byte[] whole : new byte[][] {LOSSY, TRANSLUCENT, ANIMATED}) {
      for (int length = 0; length < 30; length++) {
        assertRefused(Arrays.copyOf(whole, length));
      }
    }
    assertRefused(simple(chunk("VP8 ", lossy(0, 16))));
    assertRefused(simple(chunk("JUNK", lossy(16, 16))));
  }

  private void assertRefused(byte[] file) throws IOException {
    assertThat(images.convert(GREEDY, file(file))).isEmpty();
    assertThat(folder.resolve("work"))
        .satisfiesAnyOf(
            work -> assertThat(work).doesNotExist(), work -> assertThat(work).isEmptyDirectory());
  }

  // ---- turns

  @Test
  void oneTenantsPicturesLeaveRoomForAnothers() throws Exception {
    WebpImages impatient = images(SHORT);
    var release = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Thread holder =
        Thread.ofVirtual()
            .start(
                () ->
                    cpu.run(
                        GREEDY,
                        () -> {
                          begun.countDown();
                          return await(release);
                        }));
    begun.await();
    Path picture = file(LOSSY);
    assertThatThrownBy(() -> impatient.convert(GREEDY, picture))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.ServiceUnavailable.busy()));
    assertThat(images.convert(QUIET, picture)).isPresent();
    release.countDown();
    holder.join();
    assertThat(images.convert(GREEDY, picture)).isPresent();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  // ---- files

  private Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "given", ".webp"), bytes);
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static byte[] simple(byte[] chunk) {
    return join(
        join("RIFF".getBytes(StandardCharsets.US_ASCII), number(chunk.length + 4)),
        join("WEBP".getBytes(StandardCharsets.US_ASCII), chunk));
  }

  private static byte[] extended(int width, int height, byte[] chunks) {
    ByteBuffer head = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(startsWith(chunks, "ANMF") ? 2 : 0);
    put24(head, width - 1);
    put24(head, height - 1);
    return simple(join(chunk("VP8X", head.array()), chunks));
  }

  private static byte[] frame(int x, int y, int width, int height, byte[] chunks) {
    ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : new int[] {x / 2, y / 2, width - 1, height - 1, 100}) {
      put24(head, value);
    }
    return chunk("ANMF", join(head.array(), chunks));
  }

  /** The picture of {@link #LOSSY}, which claims another size. */
  private static byte[] lossy(int width, int height) {
    byte[] bits = Arrays.copyOfRange(LOSSY, 20, LOSSY.length);
    ByteBuffer.wrap(bits)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(6, (short) width)
        .putShort(8, (short) height);
    return bits;
  }

  /** A picture of one colour, whose pixels take no bits at all. */
  private static byte[] lossless(int width, int height) {
    long size = 0x2f | (long) (width - 1) << 8 | (long) (height - 1) << 22;
    // No transformation, no cache, no groups; then green, red, blue, alpha and distance, each a
    // code of one symbol: "simple, one, of a bit, 0".
    long codes = 0;
    for (int i = 0; i < 5; i++) {
      codes |= 1L << (3 + 4 * i);
    }
    ByteBuffer bits = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    bits.putLong(size).putLong(5, codes);
    return chunk("VP8L", bits.array());
  }

  private static byte[] chunk(String name, byte[] content) {
    byte[] head = join(name.getBytes(StandardCharsets.US_ASCII), number(content.length));
    return join(head, join(content, new byte[content.length % 2]));
  }

  private static boolean startsWith(byte[] bytes, String text) {
    return new String(bytes, 0, text.length(), StandardCharsets.US_ASCII).equals(text);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void put24(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >> 16));
  }

  private static byte[] join(byte[] one, byte[] other) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }
}
