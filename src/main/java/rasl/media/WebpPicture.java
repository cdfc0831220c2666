package rasl.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One picture cut out of a WebP file (RFC 9649): the only one, or the first of an animation.
 *
 * <p>A file says the size of its picture in up to three places: for the canvas, for a frame of an
 * animation, and where the picture's bits begin. The last one counts for unpacking; if the others
 * differ, the file was made to look small, and is refused.
 *
 * @param file a WebP file with this picture alone
 */
record WebpPicture(int width, int height, byte[] file) {
  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int EXTENDED_HEAD = 10;
  private static final int FRAME_HEAD = 16;

  private static final int HAS_ALPHA = 0x10;
  private static final int HAS_COLOURS = 0x20;

  /** A piece of a file with its name; {@code whole} with name, length and padding. */
  private record Chunk(String name, ByteBuffer content, ByteBuffer whole) {
    int uint24(int at) {
      return (content.getShort(at) & 0xffff) | (content.get(at + 2) & 0xff) << 16;
    }
  }

  private record Size(int width, int height) {}

  long pixels() {
    return (long) width * height;
  }

  /** Empty where the file is none, or says different sizes. */
  static Optional<WebpPicture> first(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < RIFF_HEAD || !name(in, 0).equals("RIFF") || !name(in, 8).equals("WEBP")) {
      return Optional.empty();
    }
    in.position(RIFF_HEAD);
    Optional<Chunk> head = next(in);
    if (head.isEmpty() || !head.get().name().equals("VP8X")) {
      return head.flatMap(only -> size(only).map(size -> of(size, only)));
    }
    return head.get().content().remaining() < EXTENDED_HEAD
        ? Optional.empty()
        : extended(head.get(), in);
  }

  private static Optional<WebpPicture> extended(Chunk head, ByteBuffer in) {
    var canvas = new Size(head.uint24(4) + 1, head.uint24(7) + 1);
    int flags = head.content().get(0);
    @Nullable Chunk colours = null;
    @Nullable Chunk alpha = null;
    for (Optional<Chunk> next = next(in); next.isPresent(); next = next(in)) {
      Chunk chunk = next.get();
      switch (chunk.name()) {
        case "ICCP" -> colours = chunk;
        case "ALPH" -> alpha = chunk;
        case "VP8 ", "VP8L" -> {
          var layers = new Layers(colours, alpha, chunk);
          return size(chunk).filter(canvas::equals).map(size -> of(size, flags, layers));
        }
        case "ANMF" -> {
          return frame(chunk, canvas, flags, colours);
        }
        default -> {
          // All other chunks say nothing about the picture.
        }
      }
    }
    return Optional.empty();
  }

  /** The first picture of an animation. It need not fill the canvas, but must lie in it. */
  private static Optional<WebpPicture> frame(
      Chunk chunk, Size canvas, int flags, @Nullable Chunk colours) {
    if (chunk.content().remaining() < FRAME_HEAD) {
      return Optional.empty();
    }
    var said = new Size(chunk.uint24(6) + 1, chunk.uint24(9) + 1);
    if (2 * chunk.uint24(0) + said.width() > canvas.width()
        || 2 * chunk.uint24(3) + said.height() > canvas.height()) {
      return Optional.empty();
    }
    ByteBuffer in = chunk.content().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    in.position(FRAME_HEAD);
    @Nullable Chunk alpha = null;
    for (Optional<Chunk> next = next(in); next.isPresent(); next = next(in)) {
      Chunk inner = next.get();
      if (inner.name().equals("ALPH")) {
        alpha = inner;
      } else if (inner.name().equals("VP8 ") || inner.name().equals("VP8L")) {
        var layers = new Layers(colours, alpha, inner);
        return size(inner).filter(said::equals).map(size -> of(size, flags, layers));
      }
    }
    return Optional.empty();
  }

  /** The size in the picture's own bits; empty if there is no picture. */
  private static Optional<Size> size(Chunk chunk) {
    ByteBuffer bits = chunk.content();
    return switch (chunk.name()) {
      case "VP8 " -> {
        boolean begins =
            bits.remaining() >= 10
                && (bits.get(0) & 1) == 0
                && (bits.get(3) & 0xff) == 0x9d
                && bits.get(4) == 0x01
                && bits.get(5) == 0x2a;
        yield begins
            ? positive(bits.getShort(6) & 0x3fff, bits.getShort(8) & 0x3fff)
            : Optional.empty();
      }
      case "VP8L" -> {
        if (bits.remaining() < 5 || bits.get(0) != 0x2f) {
          yield Optional.empty();
        }
        int size = bits.getInt(1);
        yield positive((size & 0x3fff) + 1, (size >> 14 & 0x3fff) + 1);
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Size> positive(int width, int height) {
    return width > 0 && height > 0 ? Optional.of(new Size(width, height)) : Optional.empty();
  }

  /** Takes the next chunk; empty at the end, and where the file breaks off within it. */
  private static Optional<Chunk> next(ByteBuffer in) {
    if (in.remaining() < CHUNK_HEAD) {
      return Optional.empty();
    }
    int begin = in.position();
    long length = in.getInt(begin + 4) & 0xffff_ffffL;
    if (length > in.remaining() - CHUNK_HEAD) {
      return Optional.empty();
    }
    int end = begin + CHUNK_HEAD + (int) length;
    int padded = Math.min(in.limit(), end + (int) (length & 1));
    in.position(padded);
    return Optional.of(
        new Chunk(
            name(in, begin),
            in.slice(begin + CHUNK_HEAD, (int) length).order(ByteOrder.LITTLE_ENDIAN),
            in.slice(begin, padded - begin)));
  }

  private static String name(ByteBuffer in, int at) {
    byte[] name = new byte[4];
    in.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** The parts of a picture: its colour profile, its transparency, and its bits. */
  private record Layers(@Nullable Chunk colours, @Nullable Chunk alpha, Chunk bits) {
    int length() {
      return length(colours) + length(alpha) + length(bits);
    }

    private static int length(@Nullable Chunk chunk) {
      return chunk == null ? 0 : chunk.whole().remaining() + 1;
    }

    void write(ByteBuffer out) {
      write(out, colours);
      write(out, alpha);
      write(out, bits);
    }

    private static void write(ByteBuffer out, @Nullable Chunk chunk) {
      if (chunk != null) {
        out.put(chunk.whole().duplicate());
        if (out.position() % 2 == 1) {
          out.put((byte) 0);
        }
      }
    }
  }

  private static WebpPicture of(Size size, Chunk only) {
    return of(size, Optional.empty(), new Layers(null, null, only));
  }

  private static WebpPicture of(Size size, int flags, Layers layers) {
    ByteBuffer head =
        ByteBuffer.allocate(CHUNK_HEAD + EXTENDED_HEAD).order(ByteOrder.LITTLE_ENDIAN);
    int kept = (flags & HAS_ALPHA) | (layers.colours() == null ? 0 : HAS_COLOURS);
    head.put("VP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(EXTENDED_HEAD).putInt(kept);
    put24(head, size.width() - 1);
    put24(head, size.height() - 1);
    return of(size, Optional.of(head.flip()), layers);
  }

  private static void put24(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >> 16));
  }

  private static WebpPicture of(Size size, Optional<ByteBuffer> head, Layers layers) {
    ByteBuffer out =
        ByteBuffer.allocate(RIFF_HEAD + CHUNK_HEAD + EXTENDED_HEAD + layers.length())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF....WEBP".getBytes(StandardCharsets.ISO_8859_1));
    head.ifPresent(out::put);
    layers.write(out);
    out.putInt(4, out.position() - CHUNK_HEAD);
    byte[] file = new byte[out.flip().remaining()];
    out.get(file);
    return new WebpPicture(size.width(), size.height(), file);
  }
}
