package rasl.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.db.TenantTx;
import rasl.named.NamedRecords;
import rasl.tenant.DefaultAssignee;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;

/** What a tenant has from the beginning: defaults for contacts that messages make. */
public final class NewTenantDefaults {
  private static final String SOURCE = "WhatsApp";
  private static final String STATUS = "New";

  private NewTenantDefaults() {}

  /** Makes source and status where they are missing, and makes both and nobody the defaults. */
  public static void make(
      TenantModule tenants, NamedRecords sources, NamedRecords statuses, Tenant tenant) {
    var _ =
        tenants
            .tenants()
            .change(
                tenant.id(),
                Actor.SYSTEM,
                (tx, old) ->
                    old.with(
                        draft ->
                            draft
                                .defaultSource(idOf(sources, tx, SOURCE))
                                .defaultStatus(idOf(statuses, tx, STATUS))
                                .defaultAssignee(new DefaultAssignee.Nobody())));
  }

  private static Optional<Long> idOf(NamedRecords records, TenantTx tx, String name) {
    @Nullable String noRequest = null;
    return Optional.of(
        records
            .findByName(tx, name)
            .orElseGet(() -> records.create(tx, name, null, noRequest))
            .id());
  }
}
