package rasl.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rasl.db.TenantTable;
import rasl.db.TenantTables;
import rasl.rules.Statements.Statement;

/**
 * What statements must keep to so that tenants' rows can be spread over several PostgreSQL servers
 * (Citus): found by running the server on one.
 */
enum Rules {
  /** A statement that names no tenant asks every server. */
  NAMES_ITS_TENANT(Rules::namesNoTenant),

  /** Only the statement {@code set local} reaches the other servers: see {@code rasl_enter}. */
  ENTERS_BY_ONE_FUNCTION(statement -> has(statement, "set_config\\('rasl\\.tenant'")),

  /** Servers would answer differently; and no index is used for a time that changes. */
  CHANGES_BY_FIXED_VALUES(
      statement ->
          has(statement, "(clock_timestamp\\(|random\\(|nextval\\()")
              && has(
                  statement,
                  "(^|\\() ?(update|delete)|\\) (update|delete)|for (no key )?update|for share")),

  /** The tables of tenants have none there. */
  HAS_NO_TRIGGER(statement -> has(statement, "create (constraint )?trigger")),

  /** Would be a copy there, which row-level security refuses. */
  INSERTS_FROM_MORE_THAN_ARRAYS(
      statement ->
          has(statement, "insert into .* from unnest\\(") && !has(statement, "tenant_settings")),

  /** A key without the tenant would have to be looked for on every server. */
  SETS_NO_PART_OF_A_KEY_TO_NULL(statement -> has(statement, "on delete set null")),

  /** A lock of one server is none of the others: rows are locked instead. */
  LOCKS_ROWS_ONLY(statement -> has(statement, "advisory")),

  /** The names are needed to change them, and each server would make up others. */
  NAMES_ITS_CONSTRAINTS(Rules::hasANamelessConstraint);

  /** Read before a tenant is known: CatalogueTest has the reasons. */
  private static final Set<String> OPEN =
      Set.of(
          "job",
          "token",
          "whatsapp_number",
          "tenant",
          "webhook_turn",
          "person_tenant",
          "shop_door");

  private static final Set<String> CLOSED =
      TenantTables.IN_ORDER_OF_DELETION.stream()
          .map(TenantTable::name)
          .filter(name -> !OPEN.contains(name))
          .collect(Collectors.toSet());

  /** A table's name that comes in at run time is taken for a tenant's. */
  private static final Pattern TABLE =
      Pattern.compile("\\b(?:from|join|update|into|using) ([a-z_]+\\b(?!\\()|\u0001|%s|%1\\$s)");

  private static final Set<String> FILLED_IN = Set.of("\u0001", "%s", "%1$s");

  private static final Pattern WRITES_TENANT =
      Pattern.compile("insert into [^ ]+( as [a-z_]+)? ?\\(tenant_id\\b");

  private static final Pattern TENANT =
      Pattern.compile("\\btenant_id = (\\?|any ?\\(\\?|\\$1|tenant\\b)");

  private static final Pattern NAMED =
      Pattern.compile(
          "constraint [a-z0-9_]+ (primary key|unique|check|foreign key \\([a-z_, ]+\\)"
              + " references)");

  @SuppressWarnings("ImmutableEnumChecker") // all of them are functions without state
  private final Predicate<Statement> breaks;

  Rules(Predicate<Statement> breaks) {
    this.breaks = breaks;
  }

  /**
   * The functions of migrations that clean up go through all tenants as the owner, and those that
   * search take the tenant from the setting: neither names it as a parameter.
   */
  boolean holdsForMigrations() {
    return this != NAMES_ITS_TENANT;
  }

  boolean isBrokenBy(Statement statement) {
    return breaks.test(statement);
  }

  private static boolean has(Statement statement, String pattern) {
    return has(statement.sql(), pattern);
  }

  private static boolean has(String sql, String pattern) {
    return Pattern.compile(pattern).matcher(sql).find();
  }

  private static boolean namesNoTenant(Statement statement) {
    return queries(statement.sql()).stream().anyMatch(Rules::asksEveryServer);
  }

  private static boolean asksEveryServer(String query) {
    Matcher table = TABLE.matcher(query);
    boolean ofTenants = false;
    while (table.find()) {
      ofTenants |= CLOSED.contains(table.group(1)) || FILLED_IN.contains(table.group(1));
    }
    return ofTenants && !TENANT.matcher(query).find() && !WRITES_TENANT.matcher(query).find();
  }

  private static boolean hasANamelessConstraint(Statement statement) {
    String rest = NAMED.matcher(statement.sql()).replaceAll("");
    return has(rest, "^create table") && has(rest, "\\b(primary key|unique|check|references)\\b");
  }

  /** The queries of a statement, each without those inside it. */
  private static List<String> queries(String sql) {
    var queries = new ArrayList<String>();
    var open = new ArrayList<StringBuilder>(List.of(new StringBuilder()));
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '(') {
        open.add(new StringBuilder());
      } else if (c == ')' && open.size() > 1) {
        close(open, queries, ")");
      } else {
        open.getLast().append(c);
      }
    }
    while (open.size() > 1) { // A piece may end inside of one.
      close(open, queries, "");
    }
    queries.add(open.getFirst().toString());
    return queries;
  }

  private static void close(List<StringBuilder> open, List<String> queries, String end) {
    String inner = open.removeLast().toString();
    if (has(inner, "^ ?(select|with|insert|update|delete)\\b")) {
      queries.add(inner);
      open.getLast().append("(…)");
    } else {
      open.getLast().append('(').append(inner).append(end);
    }
  }
}
