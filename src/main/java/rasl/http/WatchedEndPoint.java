package rasl.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that can tell, while a request is being answered, whether its client has hung up.
 * The library reads nothing meanwhile, so it would learn of that only when it writes the answer. It
 * can tell, too, whether its client takes nothing of an answer: the library waits for that without
 * end.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  /** A byte of the client's next request that was read to see whether the client is there. */
  private final ByteBuffer ahead = BufferUtil.allocate(1);

  private boolean stuck;
  private long stuckSince;

  WatchedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /** Whether the client has closed its side, or the connection broke. It does not wait. */
  synchronized boolean isHungUp() {
    if (!isOpen() || isInputShutdown()) {
      return true;
    }
    if (ahead.hasRemaining() || isFillInterested()) {
      return false; // a next request is there, or the library looks by itself
    }
    try {
      return super.fill(ahead) < 0;
    } catch (IOException _) {
      return true;
    }
  }

  /**
   * Whether bytes wait for the client, and it has taken none for so long.
   *
   * @param now of {@link System#nanoTime}
   */
  synchronized boolean isStuck(long now, long mostNanos) {
    return stuck && now - stuckSince > mostNanos;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    long before = BufferUtil.remaining(buffers);
    boolean all = super.flush(buffers);
    synchronized (this) {
      if (!stuck || all || BufferUtil.remaining(buffers) < before) {
        stuckSince = System.nanoTime();
      }
      stuck = !all;
    }
    return all;
  }

  @Override
  public synchronized int fill(ByteBuffer buffer) throws IOException {
    if (!ahead.hasRemaining()) {
      return super.fill(buffer);
    }
    int position = BufferUtil.flipToFill(buffer);
    int filled = BufferUtil.put(ahead, buffer);
    BufferUtil.flipToFlush(buffer, position);
    return filled;
  }

  /** The selector knows nothing of a byte that was read already. */
  @Override
  protected synchronized void needsFillInterest() {
    if (ahead.hasRemaining()) {
      Thread.ofVirtual().name("next request").start(() -> getFillInterest().fillable());
    } else {
      super.needsFillInterest();
    }
  }
}
