package rasl.http.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.testkit.TestDatabase;

/**
 * Lists on a real database under row-level security: what comes out is what a list in memory is.
 */
final class ListsTest {
  private static final TenantId TENANT = new TenantId(1);
  private static final long SEED = 20251212;
  private static final List<Thing> THINGS = Thing.sample(SEED);
  private static TestDatabase database = TestDatabase.create();

  @BeforeAll
  static void storeThings() {
    database.asOwner(
        """
        create table thing (
          tenant_id bigint not null,
          id bigint not null,
          name text not null,
          name_key text not null,
          note text,
          size bigint,
          done boolean,
          kind text,
          created_at timestamptz not null,
          primary key (tenant_id, id)
        );
        call rasl_tenant_table('thing');
        insert into thing values (2, 1, 'Alien', 'alien', null, 1, true, 'lead', now());
        """);
    database
        .db()
        .doInTenant(
            TENANT,
            tx ->
                THINGS.forEach(
                    thing ->
                        tx.update(
                            """
                            insert into thing (tenant_id, id, name, name_key, note, size, done, kind, created_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """,
                            1L,
                            thing.id(),
                            thing.name(),
                            thing.name().toLowerCase(Locale.ROOT),
                            thing.note(),
                            thing.size(),
                            thing.done(),
                            thing.kind(),
                            thing.createdAt())));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void aWalkByCursorSeesTheWholeSortedListOnceInOrder() {
    var random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      String sort = Thing.randomSort(random);
      int perPage = 1 + random.nextInt(25);
      List<Long> expected = THINGS.stream().sorted(Thing.order(sort)).map(Thing::id).toList();
      assertThat(walk("sort=" + sort + "&per_page=" + perPage))
          .as("sort %s by %d, seed %d", sort, perPage, SEED)
          .isEqualTo(expected);
    }
  }

  @Test
  void pagesTogetherAreTheSortedListToo() {
    var random = new Random(SEED + 1);
    for (int round = 0; round < 20; round++) {
      String sort = Thing.randomSort(random);
      var seen = new ArrayList<Long>();
      for (int page = 1; page <= 4; page++) {
        ListPage<Long> found = read("sort=" + sort + "&per_page=20&page=" + page);
        assertThat(found.total()).contains((long) THINGS.size());
        assertThat(found.nextCursor().isPresent()).isEqualTo(page < 4);
        seen.addAll(found.rows());
      }
      assertThat(seen).isEqualTo(THINGS.stream().sorted(Thing.order(sort)).map(Thing::id).toList());
    }
  }

  @Test
  void aPageBeyondTheLastIsEmptyHoweverFar() {
    for (String page : List.of("5", "2147483647")) {
      ListPage<Long> found = read("per_page=100&page=" + page);
      assertThat(found.rows()).isEmpty();
      assertThat(found.nextCursor()).isEmpty();
      assertThat(found.total()).contains((long) THINGS.size());
    }
  }

  @Test
  void aCursorBelongsToItsSortSearchFiltersAndListOnly() {
    String cursor = read("sort=name&filter[size][gte]=0&q=a&per_page=2").nextCursor().orElseThrow();
    String same = "q=a&sort=name&filter[size][>=]=0&per_page=5&fields=id&cursor=";
    assertThat(read(same + cursor).rows()).hasSize(5);
    assertThat(read(same + cursor).total()).isEmpty();
    for (String other :
        List.of(
            "sort=-name&filter[size][gte]=0&q=a",
            "sort=name&filter[size][gte]=1&q=a",
            "sort=name&filter[size][gt]=0&q=a",
            "sort=name&filter[size][gte]=0&q=b",
            "sort=name&filter[size][gte]=0",
            "")) {
      assertThat(Things.faults(other + "&cursor=" + cursor)).containsOnlyKeys("cursor");
    }
    for (int i = 0; i < cursor.length(); i++) {
      char changed = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String forged = cursor.substring(0, i) + changed + cursor.substring(i + 1);
      assertThat(Things.faults(same + forged)).as(forged).containsOnlyKeys("cursor");
    }
    assertThat(Things.faults(same + cursor + "=")).containsOnlyKeys("cursor");
  }

  @Test
  void integersAreComparedByEveryOperator() {
    filter("filter[size]=3", t -> is(t.size(), s -> s == 3));
    filter("filter[size][ne]=3", t -> !is(t.size(), s -> s == 3));
    filter("filter[size][!%3D]=3", t -> !is(t.size(), s -> s == 3));
    filter("filter[size][%3E]=3", t -> is(t.size(), s -> s > 3));
    filter("filter[size][%3E%3D]=3", t -> is(t.size(), s -> s >= 3));
    filter("filter[size][%3C]=3", t -> is(t.size(), s -> s < 3));
    filter("filter[size][lte]=3", t -> is(t.size(), s -> s <= 3));
    filter("filter[size][in]=1,%203", t -> is(t.size(), s -> s == 1 || s == 3));
    filter("filter[size][not_in]=1,3", t -> !is(t.size(), s -> s == 1 || s == 3));
    filter("filter[size][between]=2,4", t -> is(t.size(), s -> s >= 2 && s <= 4));
    filter("filter[size][null]=true", t -> t.size() == null);
    filter("filter[size][null]=false", t -> t.size() != null);
    filter("filter[id]=7", t -> t.id() == 7);
    filter("filter[size][gt]=1&filter[size][lt]=4", t -> is(t.size(), s -> s > 1 && s < 4));
  }

  @Test
  void textIsComparedWithoutRegardToCase() {
    filter("filter[name]=ÄPFEL%25", t -> t.name().equalsIgnoreCase("äpfel%"));
    filter("filter[note]=a_B", t -> is(t.note(), n -> n.equalsIgnoreCase("a_b")));
    filter("filter[note][ne]=A_B", t -> !is(t.note(), n -> n.equalsIgnoreCase("a_b")));
    filter(
        "filter[note][in]=A_B,X",
        t -> is(t.note(), n -> n.equalsIgnoreCase("a_b") || n.equals("x")));
    filter(
        "filter[name][in]=A_B,ZOO",
        t -> t.name().equalsIgnoreCase("a_b") || t.name().equals("Zoo"));
    filter(
        "filter[note][not_in]=A_B,X",
        t -> !is(t.note(), n -> n.equalsIgnoreCase("a_b") || n.equals("x")));
    filter("filter[kind][in]=LEAD,lead", t -> is(t.kind(), "lead"::equals));
    filter("filter[done][not_in]=1,true", t -> !is(t.done(), d -> d));
    filter("filter[kind]=LEAD", t -> is(t.kind(), "lead"::equals));
    filter("filter[kind][like]=EA", t -> is(t.kind(), "lead"::equals));
    filter("filter[done]=1", t -> is(t.done(), d -> d));
    filter("filter[done][ne]=true", t -> !is(t.done(), d -> d));
  }

  @Test
  void noCharacterIsAWildcard() {
    filter("filter[note][like]=_", t -> is(t.note(), n -> n.contains("_")));
    filter("filter[note][like]=%25", t -> is(t.note(), n -> n.contains("%")));
    filter("filter[note][like]=%5C", t -> is(t.note(), n -> n.contains("\\")));
    filter(
        "filter[note][like]=A%5C",
        t -> is(t.note(), n -> n.toLowerCase(Locale.ROOT).contains("a\\")));
    filter("search=%25", t -> t.name().contains("%") || is(t.note(), n -> n.contains("%")));
    filter("q=ÄPF", t -> (t.name() + "," + t.note()).toLowerCase(Locale.ROOT).contains("äpf"));
  }

  @Test
  void aBareDateIsItsWholeDayInUtc() {
    Instant from = Instant.parse("2025-12-12T00:00:00Z");
    Instant until = Instant.parse("2025-12-13T00:00:00Z");
    Predicate<Thing> inside = t -> !t.createdAt().isBefore(from) && t.createdAt().isBefore(until);
    filter("filter[created_at]=2025-12-12", inside);
    filter("filter[created_at][in]=2025-12-12", inside);
    filter("filter[created_at][ne]=2025-12-12", inside.negate());
    filter("filter[created_at][between]=2025-12-12,2025-12-12", inside);
    filter("filter[created_at][gte]=2025-12-12", t -> !t.createdAt().isBefore(from));
    filter("filter[created_at][gt]=2025-12-12", t -> !t.createdAt().isBefore(until));
    filter("filter[created_at][lte]=2025-12-12", t -> t.createdAt().isBefore(until));
    filter("filter[created_at][lt]=2025-12-12", t -> t.createdAt().isBefore(from));
    filter("filter[created_at][lt]=2025-12-12T03:00:00%2B03:00", t -> t.createdAt().isBefore(from));
    for (String offset : List.of("+03:00", "%2B0300", "+03")) {
      String time = "2025-12-12T03:00:00" + offset;
      filter("filter[created_at][lt]=" + time, t -> t.createdAt().isBefore(from));
    }
  }

  @Test
  void aTimeFindsTheRowThatShowsIt() {
    Thing thing = THINGS.getFirst();
    String shown = Json.time(thing.createdAt());
    assertThat(read("per_page=100&filter[created_at]=" + shown).rows()).contains(thing.id());
    assertThat(read("per_page=100&filter[created_at][gt]=" + shown).rows())
        .doesNotContain(thing.id());
    assertThat(read("per_page=100&filter[created_at][lte]=" + shown).rows()).contains(thing.id());
  }

  @Test
  void aFieldMayBringItsOwnEquality() {
    filter("filter[group_id]=2", t -> is(t.size(), s -> s % 2 == 0));
    filter("filter[group_id][in]=2,3", t -> is(t.size(), s -> s % 2 == 0 || s % 3 == 0));
    filter("filter[group_id][not_in]=2,3", t -> !is(t.size(), s -> s % 2 == 0 || s % 3 == 0));
  }

  @Test
  void aWalkNewestFirstBeginsInTheIndexWhereverItIs() {
    database.asOwner(
        """
        create table crowd (
          tenant_id bigint not null, id bigint not null, created_at timestamptz not null,
          primary key (tenant_id, id));
        call rasl_tenant_table('crowd');
        create index crowd_newest on crowd (tenant_id, created_at, id);
        insert into crowd
        select 1, n, timestamptz '2025-01-01Z' + n * interval '1 s' from generate_series(1, 20000) n;
        analyze crowd;
        """);
    List<SortKey> sort = Things.parse("").sort();
    Condition after = Keyset.after(sort, List.of("2025-01-01T01:00:00Z", "3600"));
    String sql =
        "explain (costs off) select t.id from crowd t where %s order by %s limit 16"
            .formatted(after.sql(), Keyset.orderBy(sort));
    List<String> plan =
        database
            .db()
            .inTenant(
                TENANT, tx -> tx.query(sql, row -> row.getString(1), after.parameters().toArray()));
    assertThat(String.join("\n", plan))
        .contains("Scan Backward using crowd_newest")
        .containsPattern("Index Cond: .*ROW\\(created_at, id\\) <")
        .doesNotContain("Sort");
  }

  private static void filter(String query, Predicate<Thing> expected) {
    List<Long> ids = THINGS.stream().filter(expected).map(Thing::id).toList();
    assertThat(ids)
        .as("the sample for %s says something", query)
        .isNotEmpty()
        .hasSizeLessThan(THINGS.size());
    assertThat(read(query + "&per_page=100&sort=id").rows()).as(query).isEqualTo(ids);
  }

  private static <T> boolean is(@Nullable T value, Predicate<T> expected) {
    return value != null && expected.test(value);
  }

  private static List<Long> walk(String query) {
    ListPage<Long> page = read(query);
    var seen = new ArrayList<>(page.rows());
    while (page.nextCursor().isPresent()) {
      page = read(query + "&cursor=" + page.nextCursor().get());
      assertThat(page.rows()).isNotEmpty();
      seen.addAll(page.rows());
    }
    return seen;
  }

  private static ListPage<Long> read(String query) {
    ListQuery parsed = Things.parse(query);
    return database
        .db()
        .inTenant(TENANT, tx -> Things.LISTS.read(tx, parsed, "t.id", "thing t", ListsTest::id));
  }

  private static Long id(ResultSet row) throws SQLException {
    return row.getLong("id");
  }
}
