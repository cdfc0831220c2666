package rasl.contact;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Reads the next piece of an import while the last one is stored. */
final class ImportAhead {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final IntFunction<Optional<ImportSteps.Prepared>> reader;
  private int number;
  private CompletableFuture<Optional<ImportSteps.Prepared>> coming;

  /**
   * Begins with a piece.
   *
   * @param reader gives a piece by its number; empty behind the last one
   */
  ImportAhead(int first, IntFunction<Optional<ImportSteps.Prepared>> reader) {
    this.reader = reader;
    this.number = first;
    this.coming = begin();
  }

  private CompletableFuture<Optional<ImportSteps.Prepared>> begin() {
    int wanted = number;
    return CompletableFuture.supplyAsync(() -> reader.apply(wanted), THREADS);
  }

  /**
   * The next piece; empty behind the last one. Not to be called inside of a transaction: reading
   * takes a connection.
   *
   * @throws RuntimeException what reading threw, as it is
   */
  Optional<ImportSteps.Prepared> next() {
    Optional<ImportSteps.Prepared> here = joined();
    number++;
    if (here.isPresent()) {
      coming = begin();
    }
    return here;
  }

  private Optional<ImportSteps.Prepared> joined() {
    try {
      return coming.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
