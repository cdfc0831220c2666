package rasl.whatsapp.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import rasl.testkit.SettableClock;
import rasl.testkit.TestDatabase;

/** Who wrote what is not read yet is known without reading it, and what waits is bounded. */
class WhoWroteTest {
  private static final TenantId TENANT = new TenantId(1);
  private static final TenantId NEIGHBOUR = new TenantId(2);
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static TestDatabase database = TestDatabase.create();
  private final InboxStore store = new InboxStore();

  @BeforeAll
  static void start() {
    database.asOwner(
        "insert into tenant (id, name, created_at) values (1, 'one', now()), (2, 'two', now())");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @AfterEach
  void forget() {
    database.asOwner("delete from whatsapp_inbox");
  }

  // ---- names

  @Test
  void everyNameOfThoseWhoWroteOrCalledIsNoted() {
    assertThat(
            writers(
                """
                {"contacts": [{"wa_id": "101", "user_id": "SA.1"}],
                 "messages": [{"from": "102", "id": "x"}, {"from_user_id": "SA.3", "id": "y"}]}
                """))
        .containsExactlyInAnyOrder("101", "SA.1", "102", "SA.3");
    assertThat(writers("{\"calls\": [{\"from\": \"104\", \"event\": \"connect\"}]}"))
        .containsExactly("104");
    assertThat(
            writers(
                """
                {"messages": [{"from": "105", "system": {"type": "user_changed_number",
                  "wa_id": "106", "previous_user_id": "SA.5", "user_id": "SA.6"}}]}
                """))
        .contains("105", "106", "SA.5", "SA.6");
    assertThat(
            writers(
                "{\"user_id_update\": [{\"wa_id\": \"107\", \"user_id\": {\"previous\": \"SA.7\","
                    + " \"current\": \"SA.8\"}}]}"))
        .containsExactlyInAnyOrder("107", "SA.7", "SA.8");
  }

  @Test
  void statusesSayNothingOfWhoWrote() {
    assertThat(
            writers(
                "{\"contacts\": [{\"wa_id\": \"101\"}], \"statuses\": [{\"recipient_id\":"
                    + " \"101\"}]}"))
        .isEmpty();
    assertThat(writers("{\"messages\": [{\"from\": {\"odd\": 1}}, 7, null]}")).isEmpty();
    assertThat(writers("{\"messages\": [{\"from\": \"a\\u0000b\"}]}")).isEmpty();
  }

  @Test
  void moreNamesThanAreWorthNotingStandForEverybody() {
    String messages =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "{\"from\":\"9665" + i + "\"}")
            .collect(Collectors.joining(","));
    store(TENANT, "{\"messages\":[" + messages + "]}");
    assertThat(rows("select count(*) from whatsapp_inbox_customer")).containsExactly("1");
    assertThat(unread(TENANT, "4915112345678")).containsExactly("4915112345678");
    assertThat(unread(NEIGHBOUR, "4915112345678")).isEmpty();
  }

  // ---- looking

  @Test
  void whoseMessageWaitsIsFoundUntilItIsTaken() {
    store(TENANT, message("101"), "{\"statuses\":[{\"recipient_id\":\"102\"}]}", message("103"));
    store(NEIGHBOUR, message("104"));
    assertThat(unread(TENANT, "101", "102", "103", "104")).containsExactlyInAnyOrder("101", "103");
    assertThat(unread(NEIGHBOUR, "101", "104")).containsExactly("104");
    List<InboxStore.Waiting> taken = database.db().inTenant(TENANT, tx -> store.take(tx, 2));
    assertThat(taken).extracting(InboxStore.Waiting::value).first().isEqualTo(message("101"));
    assertThat(unread(TENANT, "101", "102", "103")).containsExactly("103");
    database.db().doInTenant(TENANT, tx -> store.take(tx, 2));
    assertThat(unread(TENANT, "101", "102", "103")).isEmpty();
    assertThat(rows("select tenant_id from whatsapp_inbox_customer")).containsExactly("2");
  }

  @Test
  void howMuchWaitsDoesNotMatter() {
    database.asOwner(
        """
        insert into whatsapp_inbox (tenant_id, field, value, received_at)
        select 1, 'messages', '{}', now() from generate_series(1, 20000)
        """);
    database.asOwner(
        """
        insert into whatsapp_inbox_customer (tenant_id, inbox_id, name)
        select 1, id, 'n' || id from whatsapp_inbox
        """);
    database.asOwner("analyze whatsapp_inbox, whatsapp_inbox_customer");
    store(TENANT, message("101"));
    assertThat(unread(TENANT, "101", "102")).containsExactly("101");
    List<String> plan =
        database
            .db()
            .inTenant(
                TENANT,
                tx ->
                    tx.query(
                        """
                        explain select 1 from whatsapp_inbox_customer as unread
                        where unread.tenant_id = 1 and unread.name = '101'
                        """,
                        row -> row.getString(1)));
    assertThat(String.join("\n", plan))
        .contains("whatsapp_inbox_customer_of_name")
        .doesNotContain("Seq Scan");
  }

  // ---- bounds

  @Test
  void whatWaitsOfAnOwnAppIsBoundedAndAnothersIsTaken() {
    var clock = SettableClock.atSomeTime();
    var backlog = new Backlog(database.db(), store, new Backlog.Size(10, 10_000), clock);
    List<Change> three = List.of(change(message("1")), change(message("2")), change(message("3")));
    for (int i = 0; i < 3; i++) {
      backlog.add(TENANT, three);
      store(TENANT, message("1"), message("2"), message("3"));
    }
    assertFull(backlog, TENANT, three);
    backlog.add(NEIGHBOUR, three);
    backlog.add(TENANT, three.subList(0, 1));
    assertFull(backlog, NEIGHBOUR, List.of(change("x".repeat(20_000))));

    database.db().doInTenant(TENANT, tx -> store.take(tx, 9));
    assertFull(backlog, TENANT, three);
    clock.advance(Duration.ofSeconds(1));
    backlog.add(TENANT, three);
  }

  private static void assertFull(Backlog backlog, TenantId tenant, List<Change> changes) {
    assertThatThrownBy(() -> backlog.add(tenant, changes)).isInstanceOf(RefusedException.class);
  }

  @Test
  void onlySoMuchIsPutOff() {
    assertThat(hasPutOffEnough(TENANT)).isFalse();
    String some =
        """
        insert into whatsapp_inbox (tenant_id, field, value, received_at, not_before)
        select 1, 'messages', '{}', now(), now() + interval '1 hour' from generate_series(1, %d)
        """;
    database.asOwner(some.formatted(1000));
    assertThat(hasPutOffEnough(TENANT)).isFalse();
    database.asOwner(some.formatted(1));
    assertThat(hasPutOffEnough(TENANT)).isTrue();
    assertThat(hasPutOffEnough(NEIGHBOUR)).isFalse();
  }

  private boolean hasPutOffEnough(TenantId tenant) {
    return database.db().<Boolean>inTenant(tenant, store::hasPutOffEnough);
  }

  // ---- changes

  private static Set<String> writers(String value) {
    return Writers.of(Json.parseTrusted(value));
  }

  private static String message(String from) {
    return "{\"messages\":[{\"from\":\"" + from + "\"}]}";
  }

  private static Change change(String value) {
    Set<String> writers = value.startsWith("{") ? writers(value) : Set.of();
    return new Change("1", "", "messages", null, 1, writers, value);
  }

  private void store(TenantId tenant, String... values) {
    List<Change> changes = List.of(values).stream().map(WhoWroteTest::change).toList();
    database.db().doInTenant(tenant, tx -> store.insertAll(tx, changes, NOW));
  }

  private Set<String> unread(TenantId tenant, String... customers) {
    Map<String, Set<String>> names =
        Set.of(customers).stream().collect(Collectors.toMap(one -> one, one -> Set.of(one)));
    return database.db().inTenant(tenant, tx -> store.unread(tx, names));
  }

  private static List<String> rows(String sql) {
    return database.column(sql);
  }
}
