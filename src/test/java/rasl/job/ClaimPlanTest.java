package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.testkit.TestDatabase;
import tools.jackson.databind.JsonNode;

/** What claims read: work for later lies in nobody's way, however much there is of it. */
class ClaimPlanTest {
  private static final TestDatabase database = TestDatabase.create();
  private static final Db db = database.db();
  private static final JobSlots.Room ROOM = new JobSlots(64).room();
  private static final int FEW_PAGES = 100;

  private final JobClaims claims = new JobClaims("node");

  @BeforeAll
  static void fill() {
    database.asOwner(
        """
        insert into job (tenant_id, kind, ref, lane, state, run_at)
        select 1, 'message.send', n, 3, 'later', now() + n * interval '1 second' + interval '1 day'
        from generate_series(1, 68000) as n;
        insert into job (tenant_id, kind, ref, state, run_at)
        select n, 'template.sync', 0, 'later', now() + n * interval '0.36 seconds'
          + interval '1 minute'
        from generate_series(2, 10001) as n;
        insert into job (tenant_id, kind, ref, state, run_at)
        select 20000 + n, 'x', n, 'dead', now() from generate_series(1, 1000) as n;
        insert into job (tenant_id, kind, ref, state, run_at)
        select 7, 'x', n, 'ready', now() from generate_series(1, 3) as n;
        analyze job;
        """);
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void aClaimReadsNothingThatIsForLater() {
    assertThat(pagesReadBy(JobClaims.CLAIM_DUE, claims.forDue(ROOM, Map.of())))
        .isLessThan(FEW_PAGES);
    assertThat(pagesReadBy(JobClaims.CLAIM_LOST, claims.forLost(ROOM))).isLessThan(FEW_PAGES);
  }

  /** Most looks end with it. */
  @Test
  void aLookReadsAlmostNothing() {
    assertThat(pagesReadBy(JobClaims.LOOK, new Object[] {1})).isLessThan(6);
  }

  @Test
  void aClaimBehindAClosedGateReadsNothingThatIsForLater() {
    assertThat(pagesReadBy(JobClaims.CLAIM_DUE, claims.forDue(ROOM, Map.of(new TenantId(1), 0))))
        .isLessThan(FEW_PAGES);
  }

  @Test
  void whenTheNextJobIsDueIsFoundWithoutReadingThemAll() {
    assertThat(
            pagesReadBy(
                JobClaims.UNTIL_NEXT, JobClaims.forNext(Duration.ofHours(2), ROOM, Map.of())))
        .isLessThan(FEW_PAGES);
  }

  /** Runs a statement as the queue runs it, and rolls it back. */
  private static int pagesReadBy(String sql, Object[] parameters) {
    var plans = new ArrayList<JsonNode>();
    assertThatThrownBy(
            () ->
                db.doInSystem(
                    tx -> {
                      plans.addAll(
                          tx.query(
                              "explain (analyze, buffers, format json) " + sql,
                              row -> Json.parse(row.getString(1)).get(0).path("Plan"),
                              parameters));
                      throw new RolledBack();
                    }))
        .isInstanceOf(RolledBack.class);
    JsonNode plan = plans.getFirst();
    return plan.path("Shared Hit Blocks").asInt() + plan.path("Shared Read Blocks").asInt();
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
