package rasl.named;

import java.util.Optional;
import rasl.db.TenantTx;

/**
 * Tells how contacts, and the setting for new contacts, use the records of a table to which they
 * refer: column {@code <table>_id} of contacts, and {@code default_<table>_id} of the settings.
 *
 * @param table a constant of the program, as it becomes part of statements
 */
public record UsedByContacts(String table) implements Usage {
  @Override
  public long contacts(TenantTx tx, long id) {
    return tx.first(
            "select count(*) as contacts from contact where tenant_id = ? and %s_id = ?"
                .formatted(table),
            row -> row.getLong("contacts"),
            tx.tenantId(),
            id)
        .orElseThrow();
  }

  @Override
  public Optional<String> setting(TenantTx tx, long id) {
    String setting = "default_" + table;
    return tx.first(
        "select 1 as used from tenant_settings where tenant_id = ? and %s_id = ?"
            .formatted(setting),
        _ -> setting,
        tx.tenantId(),
        id);
  }
}
