package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/** Many contacts that go into a group or out of it: in pieces, and yet whole. */
@Timeout(120)
class GroupPiecesTest {
  private static final int CONTACTS = 2500;
  private static TestApp app;
  private static Crm crm;
  private static List<Long> ids;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    crm = Crm.of(app, "pieces");
    app.database()
        .asOwner(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, created_at, updated_at)
            select %d, 'Mona', 'mona', 'Saleh', 'saleh', 'lead', (966500000000 + n)::text, now(), now()
            from generate_series(1, %d) as n
            """
                .formatted(crm.tenant().value(), CONTACTS));
    ids =
        app
            .database()
            .column("select id from contact where tenant_id = " + crm.tenant() + " order by id")
            .stream()
            .map(Long::valueOf)
            .toList();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String members(long group) {
    return "/api/v2/groups/" + group + "/contacts";
  }

  private static int count(long group) {
    return app.database()
        .column("select contact_id from contact_group_member where group_id = " + group)
        .size();
  }

  @Test
  void allAreAddedAndRemovedAndARepeatWithTheKeyGivesTheFirstAnswer() {
    long group = crm.group("All");
    String body = Json.write(Map.of("contact_ids", ids));
    Api keyed = crm.api().with("Idempotency-Key", "all-of-them");
    Api.Reply added = keyed.send("POST", members(group), body);
    assertThat(added.data().path("contacts_added").asInt()).isEqualTo(CONTACTS);
    assertThat(count(group)).isEqualTo(CONTACTS);
    Api.Reply removed = crm.api().delete(200, members(group), Map.of("contact_ids", ids));
    assertThat(removed.data().path("contacts_removed").asInt()).isEqualTo(CONTACTS);
    assertThat(keyed.send("POST", members(group), body).data()).isEqualTo(added.data());
    assertThat(count(group)).isZero();
  }

  @Test
  void whereOneContactDoesNotExistNothingIsChanged() {
    long group = crm.group("None");
    var some = new ArrayList<>(ids);
    some.add(5, 999_999_999L);
    Api.Reply refused = crm.api().post(422, members(group), Map.of("contact_ids", some));
    assertThat(Crm.fault(refused, "contact_ids.5")).contains("999999999");
    assertThat(count(group)).isZero();
    some.clear();
    for (long i = 0; i < 1500; i++) {
      some.add(900_000_000 + i);
    }
    refused = crm.api().post(422, members(group), Map.of("contact_ids", some));
    assertThat(refused.error().at("/details/errors")).hasSize(101);
    assertThat(Crm.fault(refused, "more")).contains("1400");
  }

  /** The last piece waits for somebody's lock: those before it are free again. */
  @Test
  void contactsAreLockedForAPieceOnly() throws Exception {
    long group = crm.group("Held");
    Crm other = Crm.of(app, "beside-pieces");
    long neighbour = other.create("+966500009999");
    CompletableFuture<Api.Reply> change;
    try (Connection holder = app.database().connectAsOwner()) {
      lock(holder, ids.getLast());
      change =
          CompletableFuture.supplyAsync(
              () -> crm.api().send("POST", members(group), Json.write(Map.of("contact_ids", ids))));
      Waiting.until(Duration.ofSeconds(60), () -> count(group) >= 2000);
      String first = "/api/v2/contacts/" + ids.getFirst();
      assertThat(
              crm.api().patch(200, first, Map.of("city", "Jeddah")).data().path("city").asString())
          .isEqualTo("Jeddah");
      other.api().patch(200, "/api/v2/contacts/" + neighbour, Map.of("city", "Abha"));
      assertThat(count(group)).isEqualTo(2000);
    }
    // It waited no longer than calls wait for locks; where that was too long, the repeat ends it.
    if (change.get().status() != 200) {
      assertThat(change.get().status()).isEqualTo(503);
      crm.api().post(200, members(group), Map.of("contact_ids", ids));
    }
    assertThat(count(group)).isEqualTo(CONTACTS);
  }

  /** A send keeps its contact from deletion, and waits for no group change. */
  @Test
  void aChangedContactCanStillBeKept() {
    long group = crm.group("Kept");
    app.db()
        .doInTenant(
            crm.tenant(),
            tx -> {
              tx.query(
                  "select id from contact where tenant_id = ? and id = ? for key share",
                  row -> row.getLong(1),
                  crm.tenant().value(),
                  ids.getFirst());
              crm.api().post(200, members(group), Map.of("contact_ids", ids.subList(0, 3)));
            });
    assertThat(count(group)).isEqualTo(3);
  }

  private static void lock(Connection connection, long contact) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "select from contact where tenant_id = %s and id = %d for update"
              .formatted(crm.tenant(), contact));
    }
  }
}
