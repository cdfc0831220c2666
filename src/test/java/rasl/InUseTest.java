package rasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.refusal.RefusedException;
import rasl.tenant.TenantSettings;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** A source or status in use is not deleted, whatever happens at the same moment. */
class InUseTest {
  private static final int ROUNDS = 60;
  private static final int CONTACTS_A_ROUND = 4;
  private static TestApp app;
  private static TenantId tenant;
  private static Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    tenant = app.tenant("in-use");
    api = app.as(tenant);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatContactsUseIsNotDeletedUntilTheyUseItNoLonger(NamedKindUnderTest kind) {
    long id = kind.create(api, "Used");
    addContact(kind, id, "used 1");
    addContact(kind, id, "used 2");
    Api.Reply refused = api.delete(409, kind.path(id));
    assertThat(refused.code()).isEqualTo("RESOURCE_CONFLICT");
    assertThat(refused.error().at("/details/contacts_count").asInt()).isEqualTo(2);
    api.get(200, kind.path(id));
    app.db()
        .inTenant(
            tenant,
            tx ->
                tx.update(
                    "update contact set %1$s_id = null where tenant_id = ? and %1$s_id = ?"
                        .formatted(kind.word()),
                    tenant.value(),
                    id));
    api.delete(200, kind.path(id));
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultForNewContactsIsNotDeletedAndTheMessageNamesTheSetting(NamedKindUnderTest kind) {
    long id = kind.create(api, "Default");
    String setting = "default_" + kind.word();
    app.set("in-use", Map.of(setting, "Default"));
    JsonNode error = api.delete(409, kind.path(id)).error();
    assertThat(error.path("code").asString()).isEqualTo("RESOURCE_CONFLICT");
    assertThat(error.at("/details/contacts_count").asInt()).isZero();
    assertThat(error.path("message").asString()).contains(setting);
    kind.create(api, "Other default");
    app.set("in-use", Map.of(setting, "Other default"));
    api.delete(200, kind.path(id));
  }

  @ParameterizedTest
  @EnumSource
  void aDefaultIsChosenByNameOrByIdAndMustExist(NamedKindUnderTest kind) {
    long id = kind.create(api, "Chosen");
    String setting = "default_" + kind.word();
    app.set("in-use", Map.of(setting, "CHOSEN"));
    assertThat(defaults(kind)).contains(id);
    long other = kind.create(api, "Also chosen");
    app.set("in-use", Map.of(setting, String.valueOf(other)));
    assertThat(defaults(kind)).contains(other);
    for (String nothing : List.of("Nowhere", "999999999999")) {
      assertThatThrownBy(() -> app.set("in-use", Map.of(setting, nothing)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(nothing);
    }
    assertThat(defaults(kind)).contains(other);
  }

  private static Optional<Long> defaults(NamedKindUnderTest kind) {
    TenantSettings settings = app.settings(tenant);
    return kind == NamedKindUnderTest.SOURCE ? settings.defaultSource() : settings.defaultStatus();
  }

  /** What came of one round: whether it was deleted, and how many contacts took it. */
  private record Outcome(boolean deleted, int taken) {}

  @ParameterizedTest
  @EnumSource
  void aContactThatTakesItAsItIsDeletedNeverPointsNowhere(NamedKindUnderTest kind)
      throws Exception {
    var outcomes = new ArrayList<Outcome>();
    for (int round = 0; round < ROUNDS; round++) {
      outcomes.add(race(kind, kind.create(api, "Race " + round)));
    }
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome.deleted())
                    .as("deleted though contacts took it, or kept for nobody: %s", outcome)
                    .isEqualTo(outcome.taken() == 0));
    assertThat(danglingContacts(kind)).isZero();
  }

  private static Outcome race(NamedKindUnderTest kind, long id) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> takes = new ArrayList<>();
      for (int i = 0; i < CONTACTS_A_ROUND; i++) {
        String name = kind + " " + id + " " + i;
        takes.add(
            threads.submit(
                () -> {
                  start.await();
                  return takes(kind, id, name);
                }));
      }
      Future<Api.Reply> delete =
          threads.submit(
              () -> {
                start.await();
                return api.send("DELETE", kind.path(id), null);
              });
      start.countDown();
      int taken = 0;
      for (Future<Boolean> take : takes) {
        taken += take.get() ? 1 : 0;
      }
      Api.Reply reply = delete.get();
      assertThat(reply.status()).isIn(200, 409);
      return new Outcome(reply.status() == 200, taken);
    }
  }

  /** Whether the contact was made; the only clean failure is that what it wants is gone. */
  private static boolean takes(NamedKindUnderTest kind, long id, String name) {
    try {
      addContact(kind, id, name);
      return true;
    } catch (DatabaseException e) {
      assertThat(e.isForeignKeyViolation()).as(e.sqlState()).isTrue();
      return false;
    }
  }

  private static void addContact(NamedKindUnderTest kind, long id, String name) {
    app.db()
        .inTenant(
            tenant,
            tx ->
                tx.update(
                    """
                    insert into contact
                      (tenant_id, firstname, firstname_key, lastname, lastname_key, type, %s_id,
                        created_at, updated_at)
                    values (?, ?, '', '', '', 'lead', ?, now(), now())
                    """
                        .formatted(kind.word()),
                    tenant.value(),
                    name,
                    id));
  }

  private static long danglingContacts(NamedKindUnderTest kind) {
    return app.db()
        .inTenant(
            tenant,
            tx ->
                tx.first(
                        String.format(
                            Locale.ROOT,
                            """
                            select count(*) as dangling from contact
                            where tenant_id = ? and %1$s_id is not null
                              and %1$s_id not in (select id from %1$s where tenant_id = ?)
                            """,
                            kind.word()),
                        row -> row.getLong("dangling"),
                        tenant.value(),
                        tenant.value())
                    .orElseThrow());
  }
}
