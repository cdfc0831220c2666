package rasl.whatsapp.connection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.Tx;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.App;

/** The SQL of Meta's apps. Their secrets are stored encrypted, bound to their key. */
public final class AppStore {
  private final Sealer sealer;

  public AppStore(Sealer sealer) {
    this.sealer = sealer;
  }

  public Optional<App> find(Tx tx, String key) {
    return tx.first(
        "select secret_sealed, verify_token_sealed from whatsapp_app where key = ?",
        row ->
            new App(
                key,
                open(key, "secret", row.getBytes("secret_sealed")),
                open(key, "verify_token", row.getBytes("verify_token_sealed"))),
        key);
  }

  /** Stores an app, in place of one with the same key. */
  public void put(Tx tx, App app, Instant now) {
    tx.update(
        """
        insert into whatsapp_app (key, secret_sealed, verify_token_sealed, created_at)
        values (?, ?, ?, ?)
        on conflict (key) do update set
          secret_sealed = excluded.secret_sealed,
          verify_token_sealed = excluded.verify_token_sealed
        """,
        app.key(),
        seal(app.key(), "secret", app.secret()),
        seal(app.key(), "verify_token", app.verifyToken()),
        now);
  }

  /** Forgets a tenant's own app. */
  void delete(Tx tx, String key) {
    tx.update("delete from whatsapp_app where key = ?", key);
  }

  /** What is stored encrypted. */
  List<SealedColumn> sealedColumns() {
    return List.of(column("secret"), column("verify_token"));
  }

  private SealedColumn column(String field) {
    return new SealedColumn(
        "whatsapp_app",
        List.of("key"),
        field + "_sealed",
        sealer,
        key -> context(key.getFirst(), field));
  }

  private byte[] seal(String key, String field, AccessSecret secret) {
    return sealer.seal(secret.text().getBytes(StandardCharsets.UTF_8), context(key, field));
  }

  private AccessSecret open(String key, String field, byte[] sealed) {
    byte[] text =
        sealer
            .open(sealed, context(key, field))
            .orElseThrow(
                () -> new IllegalStateException("app " + key + " was sealed with another key"));
    return new AccessSecret(new String(text, StandardCharsets.UTF_8));
  }

  private static byte[] context(String key, String field) {
    return ("whatsapp_app/" + key + "/" + field).getBytes(StandardCharsets.UTF_8);
  }
}
