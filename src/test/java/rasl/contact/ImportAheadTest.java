package rasl.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import rasl.db.DatabaseException;

/** Pieces of an import that are read ahead. */
class ImportAheadTest {
  private static Optional<ImportSteps.Prepared> piece(int number) {
    return number < 3
        ? Optional.of(new ImportSteps.Prepared(number, List.of(), List.of()))
        : Optional.empty();
  }

  @Test
  void piecesComeInOrderFromWhereItGoesOn() {
    var ahead = new ImportAhead(1, ImportAheadTest::piece);
    assertThat(ahead.next()).map(ImportSteps.Prepared::number).contains(1);
    assertThat(ahead.next()).map(ImportSteps.Prepared::number).contains(2);
    assertThat(ahead.next()).isEmpty();
  }

  @Test
  void theNextPieceIsReadBeforeItIsAskedFor() throws InterruptedException {
    var second = new CountDownLatch(1);
    var ahead =
        new ImportAhead(
            0,
            number -> {
              if (number == 1) {
                second.countDown();
              }
              return piece(number);
            });
    assertThat(ahead.next()).isPresent();
    second.await();
  }

  /** An outage is seen as one by whoever asks, though it happened on another thread. */
  @Test
  void whatReadingThrowsComesOutAsItIs() {
    var outage = new DatabaseException(new SQLException("gone", "08006"));
    var ahead =
        new ImportAhead(
            0,
            _ -> {
              throw outage;
            });
    assertThatThrownBy(ahead::next).isSameAs(outage);
  }
}
