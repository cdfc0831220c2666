package rasl.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first so many bytes of a stream. */
final class Part extends FilterInputStream {
  private long left;

  Part(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int next = in.read();
    left -= next < 0 ? 0 : 1;
    return next;
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int count = in.read(into, at, (int) Math.min(most, left));
    left -= Math.max(count, 0);
    return count;
  }
}
