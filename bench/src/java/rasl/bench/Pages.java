package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** Pages of a large list, each beside the same SQL asked directly. */
final class Pages {
  private static final String LIST = "/api/v2/contacts?per_page=15";
  private static final int FAR_PAGE = 5000;

  /** As long each question is asked before it is measured: a young JVM is slow. */
  private static final long WARM_NANOS = 12_000_000_000L;

  /** Pages are quick: so many times as many are asked for. */
  private static final int PAGE_TIMES = 4;

  private static final List<String> PARTS =
      List.of("lotaib", "hamme", "محمد", "schmid", "atel", "القحط", "oura", "mith");
  private static final String COLUMNS =
      "select contact.id, firstname, lastname, company, type, email, phone_key, status_id,"
          + " source_id, description, city, state, zip, address, country_id, assigned_id,"
          + " is_opted_out, contact.created_at, contact.updated_at, array(select member.group_id"
          + " from contact_group_member member where member.tenant_id = contact.tenant_id and"
          + " member.contact_id = contact.id order by member.group_id) as group_ids from contact"
          + " where ";
  private static final String BEHIND =
      " and (contact.created_at, contact.id) < (?::timestamptz, ?)";
  private static final String MEMBERS =
      """
      contact.id in (
        select membership.contact_id from contact_group_member membership
        where membership.tenant_id = contact.tenant_id and membership.group_id = ?)\
      """;
  private static final String NEWEST =
      " order by contact.created_at desc, contact.id desc limit 16";

  private final Wire wire;
  private final Direct direct;
  private final PrintStream out;
  private final int times;
  private final SplittableRandom random = new SplittableRandom(7);

  Pages(Wire wire, Direct direct, PrintStream out, int times) {
    this.wire = wire;
    this.direct = direct;
    this.out = out;
    this.times = times;
  }

  /**
   * What is asked for.
   *
   * @param query of the list, for one of many values
   * @param condition the same in SQL
   * @param parameters of the condition
   * @param page the condition of a page behind a row, whose time and id are its last parameters
   * @param limit of the page without its count, in milliseconds at p99
   */
  private record Question(
      String name,
      Function<Object, String> query,
      String condition,
      String page,
      Function<Object, Object[]> parameters,
      List<?> values,
      double limit) {}

  void run() throws IOException, SQLException {
    out.printf(
        "%nPages of 15, %d times each; without: the page behind a cursor; total: page 1%n", times);
    out.printf(
        "  %-32s %9s %9s %9s %9s %9s %9s %9s %9s%n",
        "", "without", "p99", "SQL", "p99", "total", "p99", "SQL", "count");
    for (Question question : questions()) {
      measure(question);
    }
    farPage();
  }

  private List<Question> questions() throws SQLException, IOException {
    List<Long> statuses = ids("/api/v2/statuses");
    List<Long> groups = ids("/api/v2/groups");
    List<String> digits = List.of("5512345", "0123456", "96650123", "447401", "90532");
    Function<Object, Object[]> one = value -> new Object[] {value};
    String search = "contact.id in (select found from contact_search(?) as found)";
    String searched =
        "contact.id in (select found from contact_search_newest(?, ?::timestamptz, ?, 16) as"
            + " found)";
    return List.of(
        new Question(
            "newest first", _ -> "", "true", "true" + BEHIND, _ -> new Object[0], List.of(1), 25),
        new Question(
            "a status since a month",
            id -> "&filter[status_id]=" + id + "&filter[created_at][gte]=" + since(),
            "status_id = ? and contact.created_at >= '" + since() + "'",
            "status_id = ? and contact.created_at >= '" + since() + "'" + BEHIND,
            one,
            statuses,
            25),
        new Question(
            "part of a name",
            part ->
                "&search="
                    + java.net.URLEncoder.encode(
                        (String) part, java.nio.charset.StandardCharsets.UTF_8),
            search,
            searched,
            one,
            PARTS,
            150),
        new Question(
            "digits of a phone", part -> "&search=" + part, search, searched, one, digits, 150),
        new Question(
            "members of a group",
            id -> "&filter[group_id]=" + id,
            MEMBERS,
            MEMBERS + BEHIND,
            one,
            groups,
            25));
  }

  private static String since() {
    return java.time.LocalDate.now(java.time.Clock.systemUTC()).minusDays(30).toString();
  }

  private List<Long> ids(String path) throws IOException {
    return Json.parse(wire.get(path + "?per_page=100").body())
        .path("data")
        .valueStream()
        .map(row -> row.path("id").asLong())
        .toList();
  }

  private void measure(Question asked) throws IOException, SQLException {
    warm(asked);
    var totals = new Timed(times);
    var sqlCounts = new Timed(times);
    for (int i = 0; i < times; i++) {
      Object value = any(asked);
      var _ = totals.of(() -> wire.get(LIST + asked.query().apply(value)));
      Object[] parameters = asked.parameters().apply(value);
      String count = "select count(*) from contact where " + asked.condition();
      var _ = sqlCounts.of(() -> direct.ask(count, parameters));
    }
    var pages = new Timed(PAGE_TIMES * times);
    var sqlPages = new Timed(PAGE_TIMES * times);
    measurePages(asked, pages, sqlPages);
    print(asked, pages, sqlPages, totals, sqlCounts);
  }

  /** Whoever is second finds the rows in the processor's caches, so each is first as often. */
  private static void inTurn(int time, Timed.Step<?> one, Timed.Step<?> other)
      throws IOException, SQLException {
    var _ = (time % 2 == 0 ? one : other).run();
    var _ = (time % 2 == 0 ? other : one).run();
  }

  /** The server's and PostgreSQL's in turn. */
  private void measurePages(Question asked, Timed pages, Timed sqlPages)
      throws IOException, SQLException {
    Map<Object, Wire.Reply> firsts = new HashMap<>();
    for (int i = 0; i < PAGE_TIMES * times; i++) {
      Object value = any(asked);
      String path = LIST + asked.query().apply(value);
      if (!firsts.containsKey(value)) {
        firsts.put(value, wire.get(path));
      }
      Wire.Reply first = firsts.get(value);
      String cursor = cursor(first);
      if (!cursor.isEmpty()) {
        Object[] behind = behind(asked.parameters().apply(value), first);
        inTurn(
            i,
            () -> pages.of(() -> wire.get(path + "&cursor=" + cursor)),
            () -> sqlPages.of(() -> direct.ask(COLUMNS + asked.page() + NEWEST, behind)));
      }
    }
  }

  private Object any(Question asked) {
    return asked.values().get(random.nextInt(asked.values().size()));
  }

  /** The question's parameters, and the last row of a page. */
  private static Object[] behind(Object[] parameters, Wire.Reply page) {
    List<JsonNode> rows = Json.parse(page.body()).path("data").valueStream().toList();
    JsonNode last = rows.getLast();
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(parameters),
            java.util.stream.Stream.of(
                last.path("created_at").asString(), last.path("id").asLong()))
        .toArray();
  }

  private void warm(Question asked) throws IOException, SQLException {
    long end = System.nanoTime() + WARM_NANOS;
    for (Object value : asked.values()) {
      String path = LIST + asked.query().apply(value);
      Wire.Reply first = wire.get(path);
      String cursor = cursor(first);
      if (cursor.isEmpty()) {
        continue;
      }
      Object[] behind = behind(asked.parameters().apply(value), first);
      long turn = System.nanoTime() + WARM_NANOS / asked.values().size();
      while (System.nanoTime() < Math.min(turn, end)) {
        var _ = wire.get(path + "&cursor=" + cursor);
        var _ = direct.ask(COLUMNS + asked.page() + NEWEST, behind);
      }
    }
  }

  private void print(Question asked, Timed pages, Timed sqlPages, Timed totals, Timed sqlCounts) {
    out.printf(
        "  %-32s %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f%n",
        asked.name(),
        pages.p50(),
        pages.p99(),
        sqlPages.p50(),
        sqlPages.p99(),
        totals.p50(),
        totals.p99(),
        sqlPages.p50() + sqlCounts.p50(),
        sqlCounts.p50());
    verdict("page without its count, p99 ms", pages.p99(), asked.limit());
    verdict("server adds to the page's SQL, p50 ms", pages.p50Over(sqlPages), 1);
    verdict("total / bare count", (totals.p50() - pages.p50()) / sqlCounts.p50(), 1.5);
  }

  private void verdict(String what, double is, double most) {
    out.printf("      %-42s %8.2f  of %6.1f  %s%n", what, is, most, is <= most ? "" : "MISSED");
  }

  /** Walks there once, and then asks for that page again and again. */
  private void farPage() throws IOException, SQLException {
    Wire.Reply reply = wire.get(LIST);
    String cursor = cursor(reply);
    String here = cursor;
    for (int page = 2; page <= FAR_PAGE && !cursor.isEmpty(); page++) {
      here = cursor;
      reply = wire.get(LIST + "&cursor=" + here);
      cursor = cursor(reply);
    }
    JsonNode first = Json.parse(reply.body()).path("data").path(0);
    Object[] at = {first.path("created_at").asString(), first.path("id").asLong()};
    String sql = COLUMNS + "(contact.created_at, contact.id) < (?::timestamptz, ?)" + NEWEST;
    var pages = new Timed(times);
    var sqls = new Timed(times);
    String far = here;
    for (int i = 0; i < times; i++) {
      inTurn(
          i,
          () -> pages.of(() -> wire.get(LIST + "&cursor=" + far)),
          () -> sqls.of(() -> direct.ask(sql, at)));
    }
    out.printf(
        "  %-32s %9.2f %9.2f %9.2f %9.2f%n",
        "cursor page " + FAR_PAGE, pages.p50(), pages.p99(), sqls.p50(), sqls.p99());
    verdict("page without its count, p99 ms", pages.p99(), 25);
    verdict("server adds to the page's SQL, p50 ms", pages.p50Over(sqls), 1);
  }

  private static String cursor(Wire.Reply reply) {
    if (reply.status() != 200) {
      throw new IllegalStateException(reply.status() + " " + reply.body());
    }
    return Json.parse(reply.body()).at("/meta/pagination/next_cursor").asString("");
  }
}
