package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.json.Json;
import rasl.testkit.SettableClock;
import tools.jackson.databind.JsonNode;

/** Imports beside others, at the plan's limit, and long after their end. */
@Timeout(180)
class ImportEdgesTest {
  private static final String HEADER = "firstname,lastname,phone,type,status,source\n";
  private static final SettableClock clock = SettableClock.atSomeTime();
  private static final TestApp app = TestApp.start(Map.of(), clock);

  @AfterAll
  static void stop() {
    app.close();
  }

  /** Rows with the phones from one number to before another. */
  private static CsvUpload rows(int from, int to) {
    var rows = new StringBuilder(HEADER);
    for (int i = from; i < to; i++) {
      rows.append("Mona,Saleh,").append(phone(i)).append(",lead,Warm,Fair\n");
    }
    return new CsvUpload(rows.toString());
  }

  private static String phone(int number) {
    return "+96650" + (1_000_000 + number);
  }

  private static int count(JsonNode imported, String what) {
    return imported.path(what).asInt();
  }

  /** The files share a third of their phones; single creates take some of the same phones, too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoAtOnceWithTheSamePhonesMakeEachContactOnce(boolean skips) throws Exception {
    Crm crm = Crm.of(app, "overlap-" + skips);
    String option = "options[skip_duplicates]";
    long first = rows(0, 5000).with(option, "" + skips).start(crm.api()).path("id").asLong();
    long second = rows(3000, 8000).with(option, "" + skips).start(crm.api()).path("id").asLong();
    int single = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var creates = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 80; i++) {
        String fields = Json.write(crm.fields(phone(i * 100)));
        creates.add(
            threads.submit(() -> crm.api().send("POST", "/api/v2/contacts", fields).status()));
      }
      for (Future<Integer> create : creates) {
        assertThat(create.get()).isIn(201, 422);
        single += create.get() == 201 ? 1 : 0;
      }
    }
    JsonNode one = CsvUpload.await(crm.api(), first);
    JsonNode other = CsvUpload.await(crm.api(), second);
    int refused =
        count(one, skips ? "skipped" : "failed") + count(other, skips ? "skipped" : "failed");
    assertThat(crm.contacts()).isEqualTo(8000);
    assertThat(count(one, "created") + count(other, "created") + single).isEqualTo(8000);
    assertThat(refused).isEqualTo(2000 + single);
    assertThat(count(one, "rows_read") + count(other, "rows_read")).isEqualTo(10_000);
    assertThat(created(crm)).isEqualTo(8000);
  }

  private static long created(Crm crm) {
    return crm.events("contact").stream()
        .filter(event -> event.path("type").asString().equals("contact.created"))
        .map(event -> event.path("id").asLong())
        .distinct()
        .count();
  }

  @Test
  void rowsPastThePlansLimitFailAndTheLimitIsMetExactly() throws InterruptedException {
    Crm crm = Crm.of(app, "limited");
    app.set("limited", Map.of("contact_limit", "2500"));
    JsonNode all = rows(0, 4500).with("options[continue_on_error]", "false").runAs(crm.api());
    assertThat(all.path("state").asString()).isEqualTo("failed");
    assertThat(crm.contacts()).isZero();
    JsonNode done = rows(0, 4500).runAs(crm.api());
    assertThat(List.of(count(done, "created"), count(done, "failed"))).containsExactly(2500, 2000);
    assertThat(crm.contacts()).isEqualTo(2500);
    List<String> errors = CsvUpload.errors(crm.api(), done).lines().toList();
    assertThat(errors).hasSize(2001);
    assertThat(errors.get(1)).contains(phone(2500), ",2502,", "FEATURE_LIMIT_EXCEEDED", "2500");
    crm.api().post(403, "/api/v2/contacts", crm.fields(phone(9000)));
  }

  @Test
  void whatEndedThirtyDaysAgoIsDeletedWithItsFailedRows() throws InterruptedException {
    Crm crm = Crm.of(app, "old");
    // More failed rows than are deleted in one step.
    var bad = new StringBuilder(HEADER).append("Mona,Saleh,+966501999999,lead,Warm,Fair\n");
    bad.append("Mona,Saleh,none,lead,Warm,Fair\n".repeat(2500));
    JsonNode old = new CsvUpload(bad.toString()).runAs(crm.api());
    clock.advance(Duration.ofDays(29));
    JsonNode young = rows(0, 2).runAs(crm.api());
    app.contacts().deleteOldImports();
    assertThat(CsvUpload.errors(crm.api(), old)).hasLineCount(2501);
    clock.advance(Duration.ofDays(1));
    app.contacts().deleteOldImports();
    crm.api().get(404, CsvUpload.PATH + "/" + old.path("id").asLong());
    crm.api().get(404, CsvUpload.PATH + "/" + old.path("id").asLong() + "/errors.csv");
    crm.api().get(200, CsvUpload.PATH + "/" + young.path("id").asLong());
    long left =
        app.db()
            .inTenant(
                crm.tenant(),
                tx ->
                    tx.first(
                            "select count(*) from contact_import_error where tenant_id = ?",
                            row -> row.getLong(1),
                            tx.tenantId())
                        .orElseThrow());
    assertThat(left).isZero();
    assertThat(crm.contacts()).isEqualTo(3);
  }

  /** However long it waits: what has not ended is not old. */
  @Test
  void whatHasNotEndedStays() {
    Crm crm = Crm.of(app, "waiting");
    app.database()
        .asOwner(
            """
            insert into contact_import (tenant_id, id, state, filename, size_bytes, columns,
              continue_on_error, skip_duplicates, rows_total, created_at, updated_at)
            values (%s, 999, 'queued', 'x.csv', 1, '{"header":[],"fields":[],"defaults":{}}', true,
              true, 1, '2000-01-01', '2000-01-01')
            """
                .formatted(crm.tenant()));
    app.contacts().deleteOldImports();
    List<Long> left =
        app.db()
            .inTenant(
                crm.tenant(),
                tx -> tx.query("select id from contact_import", row -> row.getLong(1)));
    assertThat(left).containsExactly(999L);
  }
}
