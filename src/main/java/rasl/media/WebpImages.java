package rasl.media;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.cpu.CpuPool;
import rasl.db.TenantId;
import rasl.disk.DiskException;
import rasl.disk.Spool;
import rasl.refusal.Refusal;
import rasl.share.FairSlots;

/**
 * Turns WebP, which WhatsApp shows as stickers only, into JPEG, or into PNG where the image lets
 * something shine through. Of an animation the first picture is taken.
 */
final class WebpImages {
  private static final Logger log = LoggerFactory.getLogger(WebpImages.class);

  /** A small file may unfold to a huge picture; this many pixels take 64 MB. */
  private static final long MOST_PIXELS = 16_000_000;

  /** Of larger ones one is unfolded at a time, which bounds the memory that they take. */
  private static final long SOME_PIXELS = 4_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final float[] QUALITIES = {0.9f, 0.75f, 0.5f};

  private final Spool work;
  private final CpuPool cpu;
  private final Duration patience;
  private final FairSlots<TenantId> large = new FairSlots<>(1, 0, 1);

  WebpImages(Spool work, CpuPool cpu) {
    this(work, cpu, PATIENCE);
  }

  WebpImages(Spool work, CpuPool cpu, Duration patience) {
    this.work = work;
    this.cpu = cpu;
    this.patience = patience;
  }

  /** A converted picture; the one who takes it deletes its file or moves it away. */
  record Converted(FileType type, Path file) {}

  /**
   * Converts a file of a tenant, which waits for its turn.
   *
   * @return empty where the file is no WebP that can be read, or too large a picture
   * @throws rasl.refusal.RefusedException busy, where its turn does not come within ten seconds
   * @throws DiskException where the result cannot be written
   */
  Optional<Converted> convert(TenantId tenant, Path file) {
    Optional<WebpPicture> picture =
        WebpPicture.first(bytes(file)).filter(one -> one.pixels() <= MOST_PIXELS);
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    if (picture.get().pixels() <= SOME_PIXELS) {
      return cpu.run(tenant, patience, () -> unfold(picture.get()));
    }
    long asked = System.nanoTime();
    takeTurn(tenant);
    try {
      Duration left = patience.minusNanos(System.nanoTime() - asked);
      return cpu.run(tenant, left, () -> unfold(picture.get()));
    } finally {
      large.release(tenant);
    }
  }

  private void takeTurn(TenantId tenant) {
    try {
      if (!large.acquire(tenant, patience)) {
        throw Refusal.ServiceUnavailable.busy().thrown();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw DiskException.of("an upload cannot be read", e);
    }
  }

  private Optional<Converted> unfold(WebpPicture picture) {
    Optional<BufferedImage> image = read(picture);
    if (image.isEmpty()) {
      return Optional.empty();
    }
    Path target = work.newFile();
    Optional<FileType> type = Optional.empty();
    try {
      type = write(image.get(), target);
    } catch (IOException e) {
      throw DiskException.of("a picture cannot be stored", e);
    } finally {
      if (type.isEmpty()) {
        Spool.delete(target);
      }
    }
    return type.map(written -> new Converted(written, target));
  }

  private static Optional<BufferedImage> read(WebpPicture picture) {
    try {
      return Optional.of(decode(picture));
    } catch (IOException | RuntimeException e) {
      // The library throws what it likes at a broken file.
      log.info("a WebP picture cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  private static BufferedImage decode(WebpPicture picture) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance();
    try (var in = new BytesInput(picture.file())) {
      reader.setInput(in);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static Optional<FileType> write(BufferedImage image, Path target) throws IOException {
    boolean alpha = image.getColorModel().hasAlpha();
    if (alpha) {
      ImageIO.write(image, "png", target.toFile());
      if (Files.size(target) <= MediaKind.IMAGE.maxBytes()) {
        return Optional.of(FileType.PNG);
      }
    }
    BufferedImage opaque = alpha ? onWhite(image) : image;
    for (float quality : QUALITIES) {
      writeJpeg(opaque, quality, target);
      if (Files.size(target) <= MediaKind.IMAGE.maxBytes()) {
        return Optional.of(FileType.JPEG);
      }
    }
    return Optional.empty();
  }

  private static BufferedImage onWhite(BufferedImage image) {
    var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return opaque;
  }

  private static void writeJpeg(BufferedImage image, float quality, Path target)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    Files.write(target, new byte[0]);
    try (var out = new FileImageOutputStream(target.toFile())) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
  }
}
