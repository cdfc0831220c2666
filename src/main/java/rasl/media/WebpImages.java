package rasl.media;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.disk.Spool;

/**
 * Turns WebP, which WhatsApp shows as stickers only, into JPEG, or into PNG where the image lets
 * something shine through. Of an animation the first picture is taken.
 */
final class WebpImages {
  private static final Logger log = LoggerFactory.getLogger(WebpImages.class);

  /** A small file may unfold to a huge picture; this many pixels take 64 MB. */
  private static final long MOST_PIXELS = 16_000_000;

  private static final float[] QUALITIES = {0.9f, 0.75f, 0.5f};

  /** One picture is unfolded at a time, however many come. */
  private final Semaphore turn = new Semaphore(1);

  private final Spool work;

  WebpImages(Spool work) {
    this.work = work;
  }

  /** A converted picture; whoever takes it deletes its file or moves it away. */
  record Converted(FileType type, Path file) {}

  /** Empty where the file is no WebP that can be read, or too large a picture. */
  Optional<Converted> convert(Path file) {
    Path target = work.newFile();
    try {
      turn.acquire();
      try {
        Optional<FileType> type = convert(file, target);
        if (type.isPresent()) {
          return Optional.of(new Converted(type.get(), target));
        }
      } finally {
        turn.release();
      }
    } catch (IOException | RuntimeException e) {
      // The library throws what it likes at a broken file.
      log.info("a WebP picture cannot be read: {}", e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Spool.delete(target);
    return Optional.empty();
  }

  private static Optional<FileType> convert(Path file, Path target) throws IOException {
    Optional<BufferedImage> image = read(file);
    if (image.isEmpty()) {
      return Optional.empty();
    }
    if (image.get().getColorModel().hasAlpha()) {
      ImageIO.write(image.get(), "png", target.toFile());
      if (Files.size(target) <= MediaKind.IMAGE.maxBytes()) {
        return Optional.of(FileType.PNG);
      }
    }
    BufferedImage opaque = onWhite(image.get());
    for (float quality : QUALITIES) {
      writeJpeg(opaque, quality, target);
      if (Files.size(target) <= MediaKind.IMAGE.maxBytes()) {
        return Optional.of(FileType.JPEG);
      }
    }
    return Optional.empty();
  }

  private static Optional<BufferedImage> read(Path file) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance();
    try (var in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      return pixels > MOST_PIXELS ? Optional.empty() : Optional.of(reader.read(0));
    } finally {
      reader.dispose();
    }
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
