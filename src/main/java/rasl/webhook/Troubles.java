package rasl.webhook;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import rasl.db.TenantTx;

/** What is wrong with endpoints, for the operator. URLs are not shown: they may hold secrets. */
final class Troubles {
  private Troubles() {}

  static List<String> of(TenantTx tx) {
    var troubles = new ArrayList<String>();
    troubles.addAll(
        tx.query(
            """
            select id, disabled_reason from webhook
            where tenant_id = ? and disabled_reason is not null order by id
            """,
            row ->
                "webhook %d was switched off: %s"
                    .formatted(row.getLong("id"), row.getString("disabled_reason")),
            tx.tenantId()));
    troubles.addAll(
        tx.query(
            """
            select webhook_id, failing_since from webhook_turn
            where tenant_id = ? and failing_since is not null and warnings > 0 order by webhook_id
            """,
            row ->
                "nothing but failures came from webhook %d since %s"
                    .formatted(
                        row.getLong("webhook_id"),
                        row.getObject("failing_since", OffsetDateTime.class)
                            .toInstant()
                            .truncatedTo(ChronoUnit.SECONDS)),
            tx.tenantId()));
    return troubles;
  }
}
