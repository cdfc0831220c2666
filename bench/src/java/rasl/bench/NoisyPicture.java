package rasl.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * A lossless WebP picture of noise: nothing costs more to decode for its size. Written as the WebP
 * lossless bitstream specification says, with codes of eight bits for each colour and no
 * transforms.
 */
final class NoisyPicture {
  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int held;
  private int count;

  private NoisyPicture() {}

  /** A square picture of so many pixels a side. */
  static byte[] webp(int side, RandomGenerator random) {
    var picture = new NoisyPicture();
    picture.write(0x2f, 8);
    picture.write(side - 1, 14);
    picture.write(side - 1, 14);
    picture.write(0, 1 + 3); // No alpha, version 0.
    picture.write(0, 1 + 1 + 1); // No transform, no colour cache, one group of codes.
    picture.eightBits(LENGTHS);
    picture.eightBits(0);
    picture.eightBits(0);
    picture.oneSymbol(255, 8);
    picture.oneSymbol(0, 1);
    for (int pixel = 0; pixel < side * side; pixel++) {
      picture.write(random.nextInt(1 << 24), 24);
    }
    picture.write(0, 7);
    return picture.file();
  }

  /** A code in which each literal has eight bits and what comes behind the literals has none. */
  private void eightBits(int unused) {
    write(0, 1); // Not one of the simple codes.
    // Lengths of the code lengths' own code, in the format's order 17, 18, 0, 1, 2, 3, 4, 5, 16,
    // 6, 7, 8: only 0 and 8 are used, each with one bit.
    write(12 - 4, 4);
    int[] order = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8};
    for (int symbol : order) {
      write(symbol == 0 || symbol == 8 ? 1 : 0, 3);
    }
    write(0, 1); // As many lengths as there are symbols.
    for (int symbol = 0; symbol < LITERALS; symbol++) {
      write(1, 1);
    }
    for (int symbol = 0; symbol < unused; symbol++) {
      write(0, 1);
    }
  }

  private void oneSymbol(int symbol, int bits) {
    write(1, 1); // A simple code
    write(0, 1); // of one symbol,
    write(bits == 8 ? 1 : 0, 1);
    write(symbol, bits);
  }

  private void write(int value, int bits) {
    for (int i = 0; i < bits; i++) {
      held |= (value >>> i & 1) << count;
      count++;
      if (count == 8) {
        bytes.write(held);
        held = 0;
        count = 0;
      }
    }
  }

  private byte[] file() {
    byte[] stream = bytes.toByteArray();
    int padding = stream.length % 2;
    ByteBuffer file =
        ByteBuffer.allocate(20 + stream.length + padding).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + stream.length + padding);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(stream.length).put(stream);
    return file.array();
  }
}
