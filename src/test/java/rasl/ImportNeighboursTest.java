package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.db.TenantTx;
import rasl.tenant.TenantStore;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** What imports mean for others, and others for imports. */
@Timeout(180)
class ImportNeighboursTest {
  private static final String HEADER = "firstname,lastname,phone,type,status,source\n";
  private static final String PHONES = "+96650";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static CsvUpload rows(int from, int to) {
    var rows = new StringBuilder(HEADER);
    for (int i = from; i < to; i++) {
      rows.append("Mona,Saleh,").append(phone(i)).append(",lead,Warm,Fair\n");
    }
    return new CsvUpload(rows.toString());
  }

  private static CsvUpload whole(int from, int to) {
    return rows(from, to).with("options[continue_on_error]", "false");
  }

  private static String phone(int number) {
    return PHONES + (5_000_000 + number);
  }

  private static List<String> jobs(Crm crm, String column) {
    return app.database()
        .column(
            "select %s from job where tenant_id = %s and kind = 'contact.import' order by id"
                .formatted(column, crm.tenant()));
  }

  /** Holds an import's row as soon as a number of its pieces were worked off. */
  private static void hold(Connection connection, long id, int pieces) throws SQLException {
    connection.setAutoCommit(false);
    long begin = System.nanoTime();
    while (true) {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select next_piece, state from contact_import where id = %d for update"
                      .formatted(id))) {
        assertThat(row.next()).isTrue();
        if (row.getString("state").equals("running") && row.getInt("next_piece") >= pieces) {
          return;
        }
        assertThat(System.nanoTime() - begin).isLessThan(LONG.toNanos());
      }
      connection.commit();
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private static long id(JsonNode imported) {
    return imported.path("id").asLong();
  }

  /**
   * Neither their own tenant's calls nor others' wait, and a row that is taken meanwhile is told.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyWaitsForAnImportOfWhichOneRowUndoesAll(boolean skips) throws Exception {
    Crm crm = Crm.of(app, "whole-" + skips);
    Crm other = Crm.of(app, "beside-whole-" + skips);
    CsvUpload file = whole(0, 9000).with("options[skip_duplicates]", "" + skips);
    long id;
    try (Connection holder = app.database().connectAsOwner()) {
      id = id(file.start(crm.api()));
      hold(holder, id, 1);
      crm.create(phone(7));
      crm.create(phone(8999));
      other.create(phone(7));
      assertThat(crm.contacts()).isEqualTo(2);
    }
    JsonNode done = CsvUpload.await(crm.api(), id);
    List<String> errors = CsvUpload.errors(crm.api(), done).lines().toList();
    if (skips) {
      assertThat(done.path("state").asString()).isEqualTo("completed");
      assertThat(done.path("created").asInt()).isEqualTo(8998);
      assertThat(done.path("skipped").asInt()).isEqualTo(2);
      assertThat(crm.contacts()).isEqualTo(9000);
    } else {
      assertThat(done.path("state").asString()).isEqualTo("failed");
      assertThat(done.path("failure").asString()).contains("nothing was stored");
      assertThat(errors).anyMatch(line -> line.contains("already been taken"));
      assertThat(crm.contacts()).isEqualTo(2);
    }
    assertThat(other.contacts()).isEqualTo(1);
    assertThat(crm.events("contact")).hasSize((int) crm.contacts());
    Waiting.until(LONG, () -> staged(crm).isEmpty() && jobs(crm, "id").isEmpty());
  }

  private static List<String> staged(Crm crm) {
    return app.database()
        .column("select line from contact_import_staged where tenant_id = " + crm.tenant());
  }

  @Test
  void oneOfATenantRunsAtATimeWhileOthersTenantsRun() throws Exception {
    Crm crm = Crm.of(app, "turns");
    Crm other = Crm.of(app, "beside-turns");
    long second;
    long first;
    try (Connection holder = app.database().connectAsOwner()) {
      first = id(rows(0, 9000).start(crm.api()));
      hold(holder, first, 1);
      second = id(whole(9000, 9100).start(crm.api()));
      Waiting.until(LONG, () -> jobs(crm, "last_error").getLast().contains("waits for another"));
      assertThat(jobs(crm, "state")).containsOnlyOnce("running");
      assertThat(jobs(crm, "lane")).containsOnly("0");
      String path = CsvUpload.PATH + "/" + second;
      assertThat(crm.api().get(200, path).data().path("state").asString()).isEqualTo("queued");
      assertThat(rows(0, 100).runAs(other.api()).path("created").asInt()).isEqualTo(100);
    }
    assertThat(CsvUpload.await(crm.api(), first).path("created").asInt()).isEqualTo(9000);
    assertThat(CsvUpload.await(crm.api(), second).path("created").asInt()).isEqualTo(100);
  }

  /** As if it had taken so long, or its worker had been away. */
  @Test
  void twoWhoseLeasesRunOutMakeEachContactOnce() throws InterruptedException {
    Crm crm = Crm.of(app, "lapsing");
    long first = id(whole(0, 7000).start(crm.api()));
    long second = id(whole(7000, 14_000).start(crm.api()));
    while (!isOver(crm, first) || !isOver(crm, second)) {
      app.database()
          .asOwner(
              """
              update job set leased_until = clock_timestamp() - interval '1 second'
              where tenant_id = %s and kind = 'contact.import' and state = 'running' and lost < 3
              """
                  .formatted(crm.tenant()));
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    for (long id : List.of(first, second)) {
      JsonNode done = CsvUpload.await(crm.api(), id);
      assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("completed");
      assertThat(done.path("created").asInt()).isEqualTo(7000);
    }
    assertThat(crm.contacts()).isEqualTo(14_000);
    assertThat(crm.events("contact"))
        .extracting(event -> event.path("id").asLong())
        .doesNotHaveDuplicates()
        .hasSize(14_000);
  }

  private static boolean isOver(Crm crm, long id) {
    JsonNode one = crm.api().get(200, CsvUpload.PATH + "/" + id).data();
    return !one.path("finished_at").isNull();
  }

  @Test
  void whatKillsItsWorkersEndsFailedAndLetsTheNextOneRun() throws InterruptedException {
    Crm crm = Crm.of(app, "killer");
    app.database()
        .asOwner(
            """
            insert into contact_import (tenant_id, id, state, filename, size_bytes, columns,
              continue_on_error, skip_duplicates, rows_total, created_at, updated_at)
            values (%1$s, 900001, 'running', 'x.csv', 1, '{"header":[],"fields":[],"defaults":{}}',
              true, true, 1, now(), now());
            insert into job (tenant_id, kind, ref, state, run_at, leased_until, node, attempt, lost)
            values (%1$s, 'contact.import', 900001, 'running', now(),
              now() - interval '1 second', 'gone', 5, 4);
            """
                .formatted(crm.tenant()));
    long next = id(rows(0, 10).start(crm.api()));
    JsonNode killer = CsvUpload.await(crm.api(), 900_001);
    assertThat(killer.path("state").asString()).isEqualTo("failed");
    assertThat(killer.path("failure").asString()).contains("broke down");
    assertThat(CsvUpload.await(crm.api(), next).path("created").asInt()).isEqualTo(10);
  }

  /** Its rows had room when they were judged. */
  @Test
  void aLimitThatIsReachedMeanwhileUndoesAll() throws InterruptedException {
    Crm crm = Crm.of(app, "reached");
    app.set("reached", Map.of("contact_limit", "1000"));
    long[] id = new long[1];
    app.db()
        .doInTenant(
            crm.tenant(),
            tx -> {
              new TenantStore().lockLimits(tx);
              id[0] = id(whole(0, 1000).start(crm.api()));
              until(() -> isAwake(tx) && staged(crm).size() == 1000);
              app.database()
                  .asOwner(
                      """
                      with made as (
                        insert into contact (tenant_id, firstname, firstname_key, lastname,
                          lastname_key, type, phone_key, created_at, updated_at)
                        values (%s, 'A', 'a', 'B', 'b', 'lead', '966599999999', now(), now())
                        returning tenant_id)
                      insert into contact_tally (tenant_id, stripe, contacts)
                      select tenant_id, 99, 1 from made
                      """
                          .formatted(crm.tenant()));
            });
    JsonNode done = CsvUpload.await(crm.api(), id[0]);
    assertThat(done.path("state").asString()).isEqualTo("failed");
    assertThat(done.path("failed").asInt()).isEqualTo(1);
    assertThat(CsvUpload.errors(crm.api(), done))
        .contains(phone(999) + ",lead,Warm,Fair,1001,")
        .contains("FEATURE_LIMIT_EXCEEDED");
    assertThat(crm.contacts()).isEqualTo(1);
  }

  /** A transaction in which nothing happens is ended by the database. */
  private static boolean isAwake(TenantTx tx) {
    return tx.first("select 1 as one", row -> row.getInt("one")).isPresent();
  }

  private static void until(BooleanSupplier condition) {
    try {
      Waiting.until(LONG, condition);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where as many as may be are open, a file is refused before it is read. */
  @Test
  void aFileTooManyIsNotEvenRead() {
    Crm crm = Crm.of(app, "many");
    app.database()
        .asOwner(
            """
            insert into contact_import (tenant_id, id, state, filename, size_bytes, columns,
              continue_on_error, skip_duplicates, rows_total, created_at, updated_at)
            select %s, 910000 + n, 'queued', 'x.csv', 1, '{"header":[],"fields":[],"defaults":{}}',
              true, true, 1, now(), now()
            from generate_series(1, 5) as n
            """
                .formatted(crm.tenant()));
    assertThat(new CsvUpload("no header that it knows\n").refusal(crm.api()))
        .contains("There are 5");
  }
}
