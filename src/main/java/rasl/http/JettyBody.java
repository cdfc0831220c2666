package rasl.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;

/** Reads a body once, up to a size and within a time. */
final class JettyBody implements RawRequest.Body {
  /** The slowest pace at which a streamed body may come: 16 KiB a second. */
  private static final long NANOS_PER_BYTE = 1_000_000_000L / (16 * 1024);

  private static final int FIRST_BYTES = 4 * 1024;

  private final Request request;
  private final Duration time;
  private long deadline;
  private boolean ended;
  private boolean broken;

  JettyBody(Request request, Duration time) {
    this.request = request;
    this.time = time;
    this.deadline = System.nanoTime() + time.toNanos();
    this.ended = request.getLength() <= 0 && !request.getHeaders().contains("Transfer-Encoding");
  }

  /** Whether there is nothing left to read. */
  boolean isEnded() {
    return ended;
  }

  /** Whether what is left cannot be told apart from the next request. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public byte[] read(int maxBytes) {
    // It grows with what arrives, whatever the header announces.
    var bytes = new ByteArrayOutputStream(Math.clamp(request.getLength(), 0, FIRST_BYTES));
    readWithin(maxBytes, bytes::writeBytes);
    return bytes.toByteArray();
  }

  /** What goes on for long has to come at some pace: its time grows with what has arrived. */
  @Override
  public void read(long maxBytes, Consumer<byte[]> sink) {
    readWithin(
        maxBytes,
        part -> {
          deadline += part.length * NANOS_PER_BYTE;
          sink.accept(part);
        });
  }

  private void readWithin(long maxBytes, Consumer<byte[]> sink) {
    if (request.getLength() > maxBytes) {
      throw new Refusal.PayloadTooLarge(maxBytes).thrown();
    }
    long size = 0;
    while (!ended) {
      byte[] part = next();
      size += part.length;
      if (size > maxBytes) {
        throw new Refusal.PayloadTooLarge(maxBytes).thrown();
      }
      sink.accept(part);
    }
  }

  /** Throws away up to so many bytes, and says nothing when the client has gone. */
  void drain(long maxBytes) {
    deadline = System.nanoTime() + time.toNanos();
    long left = maxBytes;
    try {
      while (!ended && !broken && left > 0) {
        left -= next().length;
      }
    } catch (BrokenRequestException _) {
      // The answer has gone out already; the connection is closed behind it.
      broken = true;
    }
  }

  private byte[] next() {
    Content.@Nullable Chunk chunk = request.read();
    while (chunk == null) {
      awaitContent();
      chunk = request.read();
    }
    if (Content.Chunk.isFailure(chunk)) {
      ended = chunk.isLast();
      broken = true;
      throw new BrokenRequestException(400, "The request body is not valid HTTP");
    }
    ended = chunk.isLast();
    byte[] part = new byte[chunk.remaining()];
    chunk.getByteBuffer().get(part);
    chunk.release();
    return part;
  }

  private void awaitContent() {
    var arrived = new Semaphore(0);
    request.demand(arrived::release);
    try {
      if (arrived.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    broken = true;
    throw new BrokenRequestException(408, "The request body took too long to arrive");
  }
}
