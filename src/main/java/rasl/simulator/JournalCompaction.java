package rasl.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shortens a journal before it is replayed: updates that were settled leave the lines that planned
 * them, and the lines that settled them go. Messages, windows and settings stay.
 */
final class JournalCompaction {
  private static final long WORTH_IT_BYTES = 8L << 20;
  private static final int WORTH_IT_UPDATES = 10_000;

  private JournalCompaction() {}

  static void run(Path file) throws IOException {
    if (Files.size(file) < WORTH_IT_BYTES) {
      return;
    }
    Set<Long> settled = settled(file);
    if (settled.size() >= WORTH_IT_UPDATES) {
      rewrite(file, settled);
    }
  }

  static void rewrite(Path file, Set<Long> settled) throws IOException {
    Path shorter = file.resolveSibling("journal.compacting");
    try (OutputStream out = new BufferedOutputStream(emptied(shorter), 1 << 16)) {
      FactLines.readAll(
          file, (fact, _, _) -> without(fact, settled).ifPresent(kept -> write(out, kept)));
    }
    Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static OutputStream emptied(Path file) throws IOException {
    return Channels.newOutputStream(
        PrivateFiles.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)));
  }

  static Set<Long> settled(Path file) throws IOException {
    Set<Long> settled = new HashSet<>();
    FactLines.readAll(
        file,
        (fact, _, _) -> {
          if (fact instanceof Fact.Settled(List<Long> updates)) {
            settled.addAll(updates);
          }
        });
    return settled;
  }

  private static Optional<Fact> without(Fact fact, Set<Long> settled) {
    return switch (fact) {
      case Fact.Settled _ -> Optional.empty();
      case Fact.Accepted accepted ->
          Optional.of(accepted.withUpdates(open(accepted.updates(), settled)));
      case Fact.Received received ->
          Optional.of(received.withUpdates(open(received.updates(), settled)));
      case Fact.Noticed noticed -> {
        List<Update> left = open(noticed.updates(), settled);
        yield left.isEmpty() ? Optional.empty() : Optional.of(noticed.withUpdates(left));
      }
      case Fact.ClockAdvanced _,
          Fact.FaultSet _,
          Fact.FaultUsed _,
          Fact.Switched _,
          Fact.Subscribed _,
          Fact.Ruled _,
          Fact.UserSet _,
          Fact.NumberSet _,
          Fact.MediaStored _,
          Fact.MediaDeleted _,
          Fact.TemplateSet _,
          Fact.TemplatesDeleted _,
          Fact.Kept _ ->
          Optional.of(fact);
    };
  }

  private static List<Update> open(List<Update> updates, Set<Long> settled) {
    return updates.stream().filter(update -> !settled.contains(update.id())).toList();
  }

  private static void write(OutputStream out, Fact fact) {
    try {
      out.write(FactLines.write(fact));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
