package rasl.media;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture in memory, as the library of pictures reads it: byte by byte, with many steps back. On
 * a file each of these is a call of the operating system, which took seconds.
 */
final class BytesInput extends ImageInputStreamImpl {
  private final byte[] bytes;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int at, int most) {
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return -1;
    }
    int read = (int) Math.min(most, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, into, at, read);
    streamPos += read;
    return read;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
