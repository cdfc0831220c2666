package rasl.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** The SQL of tenants and their settings. */
public final class TenantStore {
  /** Beginning of the numbers of our advisory locks; a tenant's own number is added. */
  private static final long LIMITS_LOCK = 0x4C494D4954L << 20;

  /** Draws the id of a tenant to be made. */
  TenantId nextId(SystemTx tx) {
    return tx.first("select nextval('tenant_id_seq') as id", row -> new TenantId(row.getLong("id")))
        .orElseThrow();
  }

  /** Makes the transaction's own tenant; empty where the name is taken. */
  Optional<Tenant> insert(TenantTx tx, String name, Instant now) {
    return tx.first(
        """
        insert into tenant (id, name, created_at) values (?, ?, ?)
        on conflict (name) do nothing
        returning id, name, created_at
        """,
        TenantStore::readTenant,
        tx.tenantId(),
        name,
        now);
  }

  Optional<Tenant> find(SystemTx tx, String name) {
    return tx.first(
        "select id, name, created_at from tenant where name = ?", TenantStore::readTenant, name);
  }

  /** The transaction's own tenant. */
  public Tenant self(TenantTx tx) {
    return tx.first(
            "select id, name, created_at from tenant where id = ?",
            TenantStore::readTenant,
            tx.tenantId())
        .orElseThrow(() -> new IllegalStateException("there is no tenant " + tx.tenant()));
  }

  /** The tenant with an id. */
  public Optional<Tenant> find(SystemTx tx, TenantId id) {
    return tx.first(
        "select id, name, created_at from tenant where id = ?",
        TenantStore::readTenant,
        id.value());
  }

  List<Tenant> list(SystemTx tx) {
    return tx.query(
        "select id, name, created_at from tenant order by name", TenantStore::readTenant);
  }

  private static final String PUT_SETTINGS =
      """
      insert into tenant_settings (tenant_id, title, country, time_zone, language,
        default_source_id, default_status_id, default_assignee_chosen, default_assigned_id,
        window_policy, contact_limit, conversation_limit, campaign_limit, staff_limit,
        calls_per_minute, storage_limit, lacking_features, opt_out_words, opt_in_words,
        opt_out_reply, opt_in_reply, bare_digits, stop_scope, webhook_limit)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (tenant_id) do update set
        title = excluded.title,
        time_zone = excluded.time_zone,
        language = excluded.language,
        campaign_limit = excluded.campaign_limit,
        staff_limit = excluded.staff_limit,
        calls_per_minute = excluded.calls_per_minute,
        country = excluded.country,
        default_source_id = excluded.default_source_id,
        default_status_id = excluded.default_status_id,
        default_assignee_chosen = excluded.default_assignee_chosen,
        default_assigned_id = excluded.default_assigned_id,
        window_policy = excluded.window_policy,
        contact_limit = excluded.contact_limit,
        conversation_limit = excluded.conversation_limit,
        storage_limit = excluded.storage_limit,
        lacking_features = excluded.lacking_features,
        opt_out_words = excluded.opt_out_words,
        opt_in_words = excluded.opt_in_words,
        opt_out_reply = excluded.opt_out_reply,
        opt_in_reply = excluded.opt_in_reply,
        bare_digits = excluded.bare_digits,
        stop_scope = excluded.stop_scope,
        webhook_limit = excluded.webhook_limit
      """;

  /** Writes the settings, whether or not there were some. */
  void put(TenantTx tx, TenantSettings settings) {
    tx.update(
        PUT_SETTINGS,
        tx.tenantId(),
        settings.title().orElse(null),
        settings.country(),
        settings.timeZone(),
        settings.language(),
        settings.defaultSource().orElse(null),
        settings.defaultStatus().orElse(null),
        settings.defaultAssignee().isChosen(),
        settings.defaultAssignee().memberId(),
        settings.windowPolicy().text(),
        boxed(settings.contactLimit()),
        boxed(settings.conversationLimit()),
        boxed(settings.limits().campaigns()),
        boxed(settings.limits().staff()),
        boxed(settings.limits().callsPerMinute()),
        boxed(settings.storageLimit()),
        settings.lacking().stream().map(PlanFeature::text).sorted().toArray(String[]::new),
        words(settings, ConsentWords::optOut),
        words(settings, ConsentWords::optIn),
        chosen(settings, ConsentWords::optOutReply),
        chosen(settings, ConsentWords::optInReply),
        settings.bareDigits().text(),
        settings.consentWords().scope().text(),
        boxed(settings.limits().webhooks()));
  }

  /** The settings of the transaction's tenant. */
  public TenantSettings settings(TenantTx tx) {
    return tx.first(
            """
            select title, country, time_zone, language, default_source_id, default_status_id,
              default_assignee_chosen, default_assigned_id, window_policy, contact_limit,
              conversation_limit, campaign_limit, staff_limit, calls_per_minute, storage_limit,
              lacking_features, opt_out_words, opt_in_words, opt_out_reply, opt_in_reply,
              bare_digits, stop_scope, webhook_limit
            from tenant_settings where tenant_id = ?
            """,
            TenantStore::readSettings,
            tx.tenantId())
        .orElseThrow(() -> new IllegalStateException("tenant " + tx.tenant() + " has no settings"));
  }

  /**
   * Takes turns with every other transaction of this tenant that uses up a limit, until the end of
   * this transaction: who then counts, counts alone.
   */
  public void lockLimits(TenantTx tx) {
    lockLimits(tx, "select 1 as one from pg_advisory_xact_lock(?)");
  }

  /**
   * Uses up a limit beside others that do the same: {@link #lockLimits} waits until this
   * transaction has ended. Whoever counts under this lock does not see what the others are about to
   * add, of which each connection has one transaction at most.
   */
  public void shareLimits(TenantTx tx) {
    lockLimits(tx, "select 1 as one from pg_advisory_xact_lock_shared(?)");
  }

  /** Does what is under this lock alone among the tenant's transactions, until this one ends. */
  public void lockSettings(TenantTx tx) {
    tx.query(
        "select 1 as one from tenant_settings where tenant_id = ? for no key update",
        row -> row.getInt("one"),
        tx.tenantId());
  }

  /** Makes nobody the default assignee, where this member was it. */
  public void forgetAssignee(TenantTx tx, long member) {
    tx.update(
        """
        update tenant_settings set default_assigned_id = null
        where tenant_id = ? and default_assigned_id = ?
        """,
        tx.tenantId(),
        member);
  }

  private static void lockLimits(TenantTx tx, String sql) {
    tx.query(sql, row -> row.getInt("one"), LIMITS_LOCK + tx.tenantId());
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static @Nullable Integer boxed(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }

  private static Tenant readTenant(ResultSet row) throws SQLException {
    return new Tenant(
        new TenantId(row.getLong("id")),
        row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static TenantSettings readSettings(ResultSet row) throws SQLException {
    return new TenantSettings(
        Optional.ofNullable(row.getString("title")),
        row.getString("country"),
        row.getString("time_zone"),
        row.getString("language"),
        Optional.ofNullable(row.getObject("default_source_id", Long.class)),
        Optional.ofNullable(row.getObject("default_status_id", Long.class)),
        readAssignee(row),
        WindowPolicy.valueOf(row.getString("window_policy").toUpperCase(Locale.ROOT)),
        readLimits(row),
        readLacking(row),
        readWords(row),
        BareDigits.valueOf(row.getString("bare_digits").toUpperCase(Locale.ROOT)));
  }

  private static ConsentWords readWords(ResultSet row) throws SQLException {
    var scope = ConsentWords.Scope.valueOf(row.getString("stop_scope").toUpperCase(Locale.ROOT));
    ConsentWords defaults = ConsentWords.defaults(scope);
    @Nullable String optOut = row.getString("opt_out_words");
    @Nullable String optIn = row.getString("opt_in_words");
    @Nullable String optOutReply = row.getString("opt_out_reply");
    @Nullable String optInReply = row.getString("opt_in_reply");
    return new ConsentWords(
        optOut == null ? defaults.optOut() : ConsentWords.listed(optOut),
        optIn == null ? defaults.optIn() : ConsentWords.listed(optIn),
        optOutReply == null ? defaults.optOutReply() : optOutReply,
        optInReply == null ? defaults.optInReply() : optInReply,
        scope);
  }

  /** What is the default is not stored, so that it may get better. */
  private static <T> @Nullable T chosen(TenantSettings settings, Function<ConsentWords, T> part) {
    T value = part.apply(settings.consentWords());
    ConsentWords defaults = ConsentWords.defaults(settings.consentWords().scope());
    return value.equals(part.apply(defaults)) ? null : value;
  }

  private static @Nullable String words(
      TenantSettings settings, Function<ConsentWords, List<String>> part) {
    @Nullable List<String> words = chosen(settings, part);
    return words == null ? null : String.join(",", words);
  }

  private static DefaultAssignee readAssignee(ResultSet row) throws SQLException {
    @Nullable Long member = row.getObject("default_assigned_id", Long.class);
    if (member != null) {
      return new DefaultAssignee.Member(member);
    }
    return row.getBoolean("default_assignee_chosen")
        ? new DefaultAssignee.Nobody()
        : new DefaultAssignee.Unset();
  }

  private static Set<PlanFeature> readLacking(ResultSet row) throws SQLException {
    return Stream.of((String[]) row.getArray("lacking_features").getArray())
        .flatMap(text -> PlanFeature.of(text).stream())
        .collect(Collectors.toSet());
  }

  private static PlanLimits readLimits(ResultSet row) throws SQLException {
    @Nullable Integer calls = row.getObject("calls_per_minute", Integer.class);
    return new PlanLimits(
        readLimit(row, "contact_limit"),
        readLimit(row, "conversation_limit"),
        readLimit(row, "campaign_limit"),
        readLimit(row, "staff_limit"),
        calls == null ? OptionalInt.empty() : OptionalInt.of(calls),
        readLimit(row, "storage_limit"),
        readLimit(row, "webhook_limit"));
  }

  private static OptionalLong readLimit(ResultSet row, String column) throws SQLException {
    @Nullable Long limit = row.getObject(column, Long.class);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}
