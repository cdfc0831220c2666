package rasl.media;

import java.time.Instant;
import java.util.Optional;
import rasl.db.TenantTx;

/** The SQL of what WhatsApp has taken in. */
final class UploadStore {

  /** Under which id WhatsApp knows a file, where it still does. */
  Optional<String> find(TenantTx tx, String phoneNumberId, StoredMedia media, Instant now) {
    return tx.first(
        """
        select whatsapp_id from media_upload
        where tenant_id = ? and phone_number_id = ? and sha256 = ? and mime_type = ?
          and not_after > ?
        """,
        row -> row.getString("whatsapp_id"),
        tx.tenantId(),
        phoneNumberId,
        media.sha256(),
        media.mimeType(),
        now);
  }

  void put(
      TenantTx tx, String phoneNumberId, StoredMedia media, String whatsappId, Instant notAfter) {
    tx.update(
        """
        insert into media_upload (tenant_id, phone_number_id, sha256, mime_type, whatsapp_id,
          not_after)
        values (?, ?, ?, ?, ?, ?)
        on conflict (tenant_id, phone_number_id, sha256, mime_type)
        do update set whatsapp_id = excluded.whatsapp_id, not_after = excluded.not_after
        """,
        tx.tenantId(),
        phoneNumberId,
        media.sha256(),
        media.mimeType(),
        whatsappId,
        notAfter);
  }

  /** Forgets an id that WhatsApp no longer knows. */
  int forget(TenantTx tx, String phoneNumberId, StoredMedia media) {
    return tx.update(
        """
        delete from media_upload
        where tenant_id = ? and phone_number_id = ? and sha256 = ? and mime_type = ?
        """,
        tx.tenantId(),
        phoneNumberId,
        media.sha256(),
        media.mimeType());
  }

  int forgetOld(TenantTx tx, Instant now) {
    return tx.update(
        "delete from media_upload where tenant_id = ? and not_after <= ?", tx.tenantId(), now);
  }
}
