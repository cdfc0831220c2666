package rasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.contact.ContactStore;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.tenant.TenantSettings;

/** The database itself keeps contacts from pointing nowhere, whatever the statement. */
class ContactReferencesTest {
  private static final TestApp app = TestApp.start();
  private static final TenantId mine = app.tenant("pointing");
  private static final TenantId theirs = app.tenant("neighbour");

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "status", "member"})
  void noContactPointsToWhatDoesNotExistOrIsAnothers(String table) {
    String column = table.equals("member") ? "assigned_id" : table + "_id";
    long id = make(mine, table);
    long foreign = make(theirs, table);
    run("insert into contact " + contacts(column), id, null, id);
    refused(() -> run("insert into contact " + contacts(column), id, 999_999_999L, null));
    refused(() -> run("insert into contact " + contacts(column), id, foreign, null));
    String update = "update contact set " + column + " = ?";
    refused(() -> run(update, foreign));
    assertThat(run(update + " where firstname = 'nobody'", foreign)).isZero();
    assertThat(run(update, id)).isEqualTo(3);
    refused(() -> run("delete from " + table + " where id = ?", id));
    assertThat(run("update contact set " + column + " = null")).isEqualTo(3);
    assertThat(run("delete from " + table + " where id = ?", id)).isOne();
    assertThat(run("delete from contact")).isEqualTo(3);
  }

  /** Nobody looks the tenant up for each contact: the first one's tally does. */
  @Test
  void noContactIsOfATenantThatDoesNotExist() {
    refused(
        () ->
            app.db()
                .inTenant(
                    new TenantId(999_999_999),
                    tx ->
                        new ContactStore()
                            .insertLeads(
                                tx,
                                Map.of("966500000001", "x"),
                                TenantSettings.defaults("SA"),
                                Instant.EPOCH)));
  }

  private static String contacts(String column) {
    return """
    (tenant_id, firstname, firstname_key, lastname, lastname_key, type, %s, created_at, updated_at)
    select %s, 'x', 'x', '', '', 'lead', id, now(), now()
    from unnest(array[?, ?, ?]::bigint[]) as input (id)
    """
        .formatted(column, mine);
  }

  private static int run(String sql, @Nullable Object... parameters) {
    return app.db().inTenant(mine, tx -> tx.update(sql, parameters));
  }

  private static void refused(ThrowingCallable statement) {
    assertThatThrownBy(statement)
        .asInstanceOf(InstanceOfAssertFactories.type(DatabaseException.class))
        .matches(DatabaseException::isForeignKeyViolation);
  }

  private static long make(TenantId tenant, String table) {
    String columns =
        table.equals("member") ? "name, email" : "name, name_key, created_at, updated_at";
    String values =
        table.equals("member") ? "'Some', 'some@example.com'" : "'Some', 'some', now(), now()";
    return app.db()
        .inTenant(
            tenant,
            tx ->
                tx.first(
                        "insert into %s (tenant_id, %s) values (%s, %s) returning id"
                            .formatted(table, columns, tenant, values),
                        row -> row.getLong("id"))
                    .orElseThrow());
  }
}
