package rasl.template;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;

/** The SQL of templates. */
public final class TemplateStore {
  private static final String COLUMNS =
      """
      template.id, template_id, name, language, category, status, rejected_reason, quality,
      parameter_format, message_send_ttl_seconds, components, created_at, updated_at
      """;

  /** JSON with an escaped U+0000 cannot be taken apart; WhatsApp allows none. */
  private static final String FOR_CODES =
      """
      (select template.*, case when position('\\u0000' in components) = 0 then
         (select part ->> 'text' from json_array_elements(components::json) as part
          where upper(part ->> 'type') = 'BODY' limit 1) end as body_text
       from template
       where removed_at is null and status = 'APPROVED' and category = 'AUTHENTICATION') as template
      """;

  static final ListSpec SPEC =
      new ListSpec(
          "templates",
          "template.id",
          List.of(
              ListField.text("template_name", "name")
                  .sortable()
                  .filterable()
                  .searchable()
                  .notNull(),
              ListField.text("category", "category").filterable().searchable().notNull(),
              ListField.text("status", "status").filterable().notNull(),
              ListField.text("language", "language").filterable().notNull(),
              ListField.text("header_data_format", "header_format").filterable().notNull(),
              ListField.time("created_at", "created_at").sortable().notNull(),
              ListField.time("updated_at", "updated_at").sortable().notNull()),
          TemplateView.FIELDS);

  ListPage<Template> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(
        tx,
        query,
        COLUMNS,
        "(select * from template where removed_at is null) as template",
        TemplateStore::read);
  }

  /**
   * The templates that can carry one-time codes.
   *
   * @param query over the columns of the table, and {@code body_text}, as {@code template}
   */
  public ListPage<Template> listForCodes(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(tx, query, COLUMNS, FOR_CODES, TemplateStore::read);
  }

  Optional<Template> find(TenantTx tx, String templateId) {
    return tx.first(
        "select "
            + COLUMNS
            + " from template where tenant_id = ? and template_id = ? and removed_at is null",
        TemplateStore::read,
        tx.tenantId(),
        templateId);
  }

  /** Templates by their ids, those that WhatsApp no longer has too. */
  List<Template> byIds(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select " + COLUMNS + " from template where tenant_id = ? and id = any(?)",
        TemplateStore::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** The template that a send means. */
  public Optional<Template> find(TenantTx tx, String name, String language) {
    return tx.first(
        "select "
            + COLUMNS
            + """
             from template
            where tenant_id = ? and name = ? and language = ? and removed_at is null
            order by (status = 'APPROVED') desc, id desc limit 1
            """,
        TemplateStore::read,
        tx.tenantId(),
        name,
        language);
  }

  /** The languages in which a template exists, in order. */
  public List<String> languages(TenantTx tx, String name) {
    return tx.query(
        """
        select distinct language from template
        where tenant_id = ? and name = ? and removed_at is null order by language
        """,
        row -> row.getString("language"),
        tx.tenantId(),
        name);
  }

  /** The templates that can carry one-time codes. */
  public List<Template> forCodes(TenantTx tx) {
    return tx.query(
        "select " + COLUMNS + " from " + FOR_CODES + " where template.tenant_id = ? order by name",
        TemplateStore::read,
        tx.tenantId());
  }

  /** All that are not removed. */
  List<Template> all(TenantTx tx) {
    return tx.query(
        "select " + COLUMNS + " from template where tenant_id = ? and removed_at is null",
        TemplateStore::read,
        tx.tenantId());
  }

  /** Writes templates as WhatsApp has them; those that were removed are back. */
  void putAll(TenantTx tx, Collection<Pulled> templates, Instant now) {
    for (Pulled template : templates) {
      tx.update(
          """
          insert into template (tenant_id, template_id, name, language, category, status,
            rejected_reason, quality, header_format, parameter_format, message_send_ttl_seconds,
            components, created_at, updated_at)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          on conflict (tenant_id, template_id) do update set
            name = excluded.name, language = excluded.language, category = excluded.category,
            status = excluded.status, rejected_reason = excluded.rejected_reason,
            quality = excluded.quality,
            header_format = excluded.header_format,
            parameter_format = excluded.parameter_format,
            message_send_ttl_seconds = excluded.message_send_ttl_seconds,
            components = excluded.components, removed_at = null,
            updated_at = excluded.updated_at
          """,
          tx.tenantId(),
          template.templateId(),
          template.name(),
          template.language(),
          template.category(),
          template.status(),
          template.rejectedReason(),
          template.quality(),
          template.headerFormat(),
          template.named() ? "named" : "positional",
          template.ttlSeconds(),
          template.components(),
          now,
          now);
    }
  }

  private static final String TELL =
      """
      update template set
        status = coalesce(input.status, template.status),
        rejected_reason = case
          when input.status is null then template.rejected_reason else input.reason end,
        category = coalesce(input.category, template.category),
        quality = coalesce(input.quality, template.quality),
        removed_at = case when input.removed then ? else template.removed_at end,
        told_at = ?, updated_at = ?
      from (values (?::text, ?::text, ?::text, ?::text, ?::boolean))
        as input (status, reason, category, quality, removed)
      where template.tenant_id = ? and template.template_id = ? and template.removed_at is null
        and (template.told_at is null or template.told_at <= ?)
        and (input.removed or input.status <> template.status
          or input.reason is distinct from template.rejected_reason and input.status is not null
          or input.category <> template.category
          or input.quality is distinct from template.quality and input.quality is not null)
      returning template.id
      """;

  /**
   * Writes what a webhook says of a template, unless a later one was there first.
   *
   * @return the template's own id where something changed
   */
  Optional<Long> tell(TenantTx tx, TemplateWebhooks.News news, Instant toldAt, Instant now) {
    return tx.first(
        TELL,
        row -> row.getLong("id"),
        now,
        toldAt,
        now,
        news.status(),
        news.rejectedReason(),
        news.category(),
        news.quality(),
        news.removed(),
        tx.tenantId(),
        news.templateId(),
        toldAt);
  }

  /** Marks templates that WhatsApp no longer has. */
  void markRemoved(TenantTx tx, Collection<String> templateIds, Instant now) {
    tx.update(
        """
        update template set removed_at = ?, updated_at = ?
        where tenant_id = ? and template_id = any(?)
        """,
        now,
        now,
        tx.tenantId(),
        templateIds.toArray(String[]::new));
  }

  private static Template read(ResultSet row) throws SQLException {
    return new Template(
        row.getLong("id"),
        row.getString("template_id"),
        row.getString("name"),
        row.getString("language"),
        row.getString("category"),
        row.getString("status"),
        row.getString("rejected_reason"),
        row.getString("quality"),
        row.getString("parameter_format").toLowerCase(Locale.ROOT).equals("named"),
        row.getObject("message_send_ttl_seconds", Integer.class),
        row.getString("components"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
