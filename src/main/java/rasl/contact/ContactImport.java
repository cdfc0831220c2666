package rasl.contact;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of contacts on its way in.
 *
 * @param faults attempts in a row that broke off
 * @param failure why nothing, or nothing more, was stored
 */
record ContactImport(
    long id,
    State state,
    String filename,
    long size,
    ImportColumns columns,
    ContactBatches.Options options,
    Count count,
    int nextPiece,
    int faults,
    Optional<String> failure,
    Optional<String> requestId,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /** What becomes of it. */
  enum State {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** How far it is. */
  record Count(long total, long read, long created, long skipped, long failed) {
    Count plus(Count more) {
      return new Count(
          total,
          read + more.read,
          created + more.created,
          skipped + more.skipped,
          failed + more.failed);
    }
  }

  boolean isOver() {
    return state == State.COMPLETED || state == State.FAILED;
  }

  /** An import as answers show it. Changing it changes the contract in api/openapi.yaml. */
  record View(
      long id,
      String state,
      String filename,
      long size,
      long rows,
      long rowsRead,
      long created,
      long skipped,
      long failed,
      double percent,
      boolean continueOnError,
      boolean skipDuplicates,
      Map<String, String> mapping,
      @Nullable String failure,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {}

  View view() {
    double percent =
        count.total() == 0 ? 100 : Math.floor(count.read() * 1000.0 / count.total()) / 10;
    return new View(
        id,
        state.text(),
        filename,
        size,
        count.total(),
        count.read(),
        count.created(),
        count.skipped(),
        count.failed(),
        percent,
        options.continueOnError(),
        options.skipDuplicates(),
        columns.mapping(),
        failure.orElse(null),
        createdAt,
        startedAt.orElse(null),
        finishedAt.orElse(null));
  }
}
