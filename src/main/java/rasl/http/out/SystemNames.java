package rasl.http.out;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the system. A look-up is a blocking call that no virtual thread steps aside for, so it runs
 * on threads of its own, few and bounded: names that nobody answers hold up nothing else.
 */
final class SystemNames implements Names {
  private static final int MOST_AT_ONCE = 32;
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("name-look-up-", 0).factory());

  @Override
  public List<InetAddress> addresses(String host) throws UnknownHostException {
    try {
      Future<List<InetAddress>> found =
          threads.submit(() -> List.of(InetAddress.getAllByName(host)));
      return found.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException _) {
      throw new UnknownHostException(host);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host);
    }
  }
}
