package rasl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.named.NamedRecords;
import rasl.tenant.DefaultAssignee;
import rasl.tenant.TenantSettings;

/** What a tenant starts with for contacts that messages make: a source, a status, and nobody. */
record Defaults(long source, long status) {

  /** Makes source and status, or takes those that have these names. */
  static Defaults make(DeskRooms rooms, Db db, TenantId tenant, String source, String status) {
    return db.inTenant(
        tenant,
        tx -> new Defaults(idOf(rooms.sources(), tx, source), idOf(rooms.statuses(), tx, status)));
  }

  private static long idOf(NamedRecords records, rasl.db.TenantTx tx, String name) {
    @Nullable String noRequest = null;
    return records
        .findByName(tx, name)
        .orElseGet(() -> records.create(tx, name, null, noRequest))
        .id();
  }

  TenantSettings in(TenantSettings settings) {
    return new TenantSettings(
        settings.country(),
        Optional.of(source),
        Optional.of(status),
        new DefaultAssignee.Nobody(),
        settings.windowPolicy(),
        settings.contactLimit(),
        settings.conversationLimit(),
        settings.storageLimit(),
        settings.lacking(),
        settings.consentWords());
  }
}
