package rasl.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.db.Tx;
import rasl.json.Json;

/** Writes entries into the transactions of the changes that they tell of. */
public final class Audit {
  private static final Pattern ACTION = Pattern.compile("[a-z_]+\\.[a-z_]+");

  private final Clock clock;
  private final RandomGenerator random;

  public Audit(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Writes an entry of the transaction's tenant. Fields that are the same before and after are left
   * out; where none is left, nothing was changed and nothing is written.
   *
   * @param action what was done, as {@code token.created}
   * @param before {@link State#none} where it was made
   * @param after {@link State#none} where it is gone
   */
  public void record(
      TenantTx tx, Actor actor, String action, Target target, State before, State after) {
    add(tx, new TenantChain(tx), actor, new Deed(action, target, before, after));
  }

  /**
   * Writes an entry of what an operator did, which outlives every tenant; otherwise the same.
   *
   * @param tx of the installation, or of a tenant that the operator changes
   */
  public void recordForInstallation(
      Tx tx, Actor actor, String action, Target target, State before, State after) {
    add(tx, new OperatorChain(tx), actor, new Deed(action, target, before, after));
  }

  private record Deed(String action, Target target, State before, State after) {}

  private void add(Tx tx, Chain chain, Actor actor, Deed deed) {
    if (!ACTION.matcher(deed.action()).matches()) {
      throw new IllegalArgumentException("no action: " + deed.action());
    }
    State before = deed.before().without(deed.after());
    State after = deed.after().without(deed.before());
    if (before.isNone() && after.isNone() && !(deed.before().isNone() && deed.after().isNone())) {
      return;
    }
    var entry =
        new Entry(
            now(),
            deed.action(),
            actor.kind().text(),
            actor.id(),
            deed.target(),
            SaltedText.of(who(actor), random),
            SaltedText.of(before, random),
            SaltedText.of(after, random));
    tx.beforeCommit(() -> chain.add(entry));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String who(Actor actor) {
    Map<String, @Nullable Object> who = new LinkedHashMap<>();
    who.put("name", actor.name());
    who.put("address", actor.address().orElse(null));
    return Json.write(who);
  }
}
