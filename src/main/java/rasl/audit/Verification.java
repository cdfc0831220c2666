package rasl.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Walks along a chain and looks at every entry. */
final class Verification {
  private static final int AT_ONCE = 500;
  private static final int MOST_FAULTS = 100;

  private final Optional<Head> kept;
  private final List<String> faults = new ArrayList<>();
  private long tenant;
  private Head last = Head.NONE;
  private long blanked;
  private boolean keptSeen;

  /**
   * @param kept a head that was kept elsewhere
   */
  Verification(Optional<Head> kept) {
    this.kept = kept;
  }

  /**
   * Walks in several transactions, since chains are long.
   *
   * @param read opens a transaction and asks the chain in it
   */
  AuditModule.Checked run(Function<Function<Chain, Piece>, Piece> read) {
    long entries = 0;
    Piece piece;
    do {
      long from = last.number();
      piece = read.apply(chain -> piece(chain, from));
      tenant = piece.tenant();
      piece.links().forEach(this::look);
      entries += piece.links().size();
    } while (piece.links().size() == AT_ONCE);
    lookAtEnd(piece);
    return new AuditModule.Checked(entries, blanked, faults, last);
  }

  /** Entries may come between the statements: the head moves on, and never back. */
  private static Piece piece(Chain chain, long from) {
    Head before = chain.head();
    return new Piece(chain.tenant(), before, chain.after(from, AT_ONCE), chain.head());
  }

  private void lookAtEnd(Piece piece) {
    Head before = piece.before();
    boolean reached = last.number() >= before.number() && last.number() <= piece.after().number();
    if (!reached || (last.number() == before.number() && !last.same(before))) {
      fault("The head is " + before.text() + ", but the last entry is " + last.text() + ".");
    }
    if (!keptSeen && kept.isPresent()) {
      fault("Entry " + kept.get().number() + ", whose hash was kept elsewhere, is missing.");
    }
  }

  /** Entries, and the head before and after they were read. */
  record Piece(long tenant, Head before, List<Chain.Link> links, Head after) {}

  private void look(Chain.Link link) {
    Entry entry = link.entry();
    if (link.number() != last.number() + 1) {
      fault("Entries %d to %d are missing.".formatted(last.number() + 1, link.number() - 1));
    } else if (!Arrays.equals(link.hash(), entry.hash(tenant, link.number(), last.hash()))) {
      fault("Entry " + link.number() + " was changed, or one before it.");
    }
    if (!entry.who().isWhole() || !entry.before().isWhole() || !entry.after().isWhole()) {
      fault("A text of entry " + link.number() + " was changed.");
    }
    if (entry.who().isBlanked() || entry.before().isBlanked() || entry.after().isBlanked()) {
      blanked++;
    }
    last = new Head(link.number(), link.hash());
    kept.filter(one -> one.number() == link.number()).ifPresent(this::compare);
  }

  private void compare(Head one) {
    keptSeen = true;
    if (!one.same(last)) {
      fault("Entry " + one.number() + " is not the one whose hash was kept elsewhere.");
    }
  }

  private void fault(String words) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(words);
    }
  }
}
