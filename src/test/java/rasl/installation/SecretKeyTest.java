package rasl.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.cli.CommandFailedException;
import rasl.crypto.KeyRing;
import rasl.crypto.Macs;
import rasl.crypto.MasterKey;
import rasl.db.SealedColumn;
import rasl.db.TenantId;
import rasl.testkit.LyingReceiver;
import rasl.testkit.TestDatabase;

/**
 * The secret key of an installation: checked at each start, and changed without losing anything.
 */
class SecretKeyTest {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);
  private static final byte[] OTHER = key(3);

  private final TestDatabase database = TestDatabase.create();
  private final SecureRandom random = new SecureRandom();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void aNodeWithAnotherKeyIsRefusedAndToldWhatToDo() {
    open(OLD);
    String id = open(OLD).id();
    assertThatThrownBy(() -> open(OTHER))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("made with another secret key")
        .hasMessageContaining("RASL_SECRET_KEY_PREVIOUS");
    assertThatThrownBy(() -> open(OTHER, NEW)).hasMessageContaining("another secret key");
    assertThat(open(OLD, OTHER).id()).isEqualTo(id);
    assertThat(database.column("select count(*) from secret_key")).containsExactly("1");
  }

  @Test
  void aNewKeyIsTakenWhereTheOldOneIsGivenTooAndTheOldOneAloneIsRefusedFromThenOn() {
    String id = open(OLD).id();
    Installation changed = open(NEW, OLD);
    assertThat(changed.id()).isEqualTo(id);
    assertThat(changed.keys().current()).isEqualTo(1);
    assertThat(changed.keys().isChanging()).isTrue();
    assertThatThrownBy(() -> open(OLD)).hasMessageContaining("is the former");
    assertThatThrownBy(() -> open(OLD, NEW)).hasMessageContaining("is the former");
    // Until all is encrypted anew the old one must be there.
    assertThatThrownBy(() -> open(NEW)).hasMessageContaining("still encrypted with a former");
    seal(changed.keys());
    assertThat(open(NEW).keys().isChanging()).isFalse();
    assertThat(open(NEW).keys().current()).isEqualTo(1);
  }

  @Test
  void everyKeyThatIsUsedFollowsFromIt() {
    KeyRing one = open(OLD).keys();
    KeyRing other = KeyRing.of(new MasterKey(NEW));
    for (String purpose : List.of("whatsapp.secret", "list.cursor")) {
      assertThat(one.derive(purpose).bytes()).isNotEqualTo(other.derive(purpose).bytes());
    }
    assertThat(one.toString()).isEqualTo("[REDACTED]");
  }

  @Test
  void whatFormerKeysSealedIsSealedAnewInManyStepsAndBrokenOffItGoesOn() {
    KeyRing before = open(OLD).keys();
    database.asOwner("create table thing (key text primary key, sealed bytea)");
    IntStream.range(0, 250).forEach(i -> put(before, "k" + i, "secret " + i));
    put(before, "empty", null);
    KeyRing ring = open(NEW, OLD).keys();
    // Broken off after some: those are under the new key, and are passed over.
    IntStream.range(0, 30).forEach(i -> put(ring, "k" + i, "secret " + i));
    List<String> done = database.column("select sealed::text from thing where key = 'k3'");
    assertThat(seal(ring)).isEqualTo(new KeyRotation.Done(220, 0));
    assertThat(database.column("select sealed::text from thing where key = 'k3'")).isEqualTo(done);
    assertThat(seal(ring)).isEqualTo(new KeyRotation.Done(0, 0));
    assertThat(
            database.column(
                "select count(*) from thing where substring(sealed from 1 for 1) = '\\x01'"))
        .containsExactly("250");
    KeyRing alone = open(NEW).keys();
    for (int i = 0; i < 250; i++) {
      assertThat(read(alone, "k" + i)).isEqualTo("secret " + i);
    }
  }

  @Test
  void whatNoKeyOpensKeepsTheFormerKeysNeeded() {
    KeyRing before = open(OLD).keys();
    database.asOwner("create table thing (key text primary key, sealed bytea)");
    IntStream.range(0, 120).forEach(i -> put(before, "k" + i, "secret " + i));
    database.asOwner(
        "update thing set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where key <"
            + " 'k2'");
    KeyRing ring = open(NEW, OLD).keys();
    KeyRotation.Done done = seal(ring);
    assertThat(done.sealed() + done.unreadable()).isEqualTo(120);
    assertThat(done.unreadable()).isGreaterThan(20);
    assertThatThrownBy(() -> open(NEW)).hasMessageContaining("still encrypted with a former");
  }

  @Test
  void aServerWithANewKeySealsItsConnectionsAnewByItself() throws InterruptedException {
    Map<String, String> allow = Map.of("RASL_OUTGOING_ALLOW", "127.0.0.1");
    try (TestApp app = TestApp.start(allow);
        LyingReceiver receiver = LyingReceiver.start()) {
      TenantId tenant = app.tenant("acme");
      String webhook = makeWebhook(app, tenant, receiver.url("/sealed").toString());
      app.set(
          "acme",
          Map.of(
              "whatsapp.phone_number_id", "881",
              "whatsapp.business_account_id", "1",
              "whatsapp.display_phone_number", "966500000088",
              "whatsapp.access_token", "the-token",
              "whatsapp.app_secret", "the-app-secret",
              "whatsapp.verify_token", "the-verify-token"));
      String old = "00112233445566778899aabbccddeeff".repeat(2);
      Map<String, String> settings =
          Map.of(
              "RASL_SECRET_KEY",
              "ff".repeat(32),
              "RASL_SECRET_KEY_PREVIOUS",
              old,
              "RASL_OUTGOING_ALLOW",
              "127.0.0.1");
      try (TestApp next = app.startAnotherNode(settings)) {
        rasl.testkit.Waiting.until(
            java.time.Duration.ofSeconds(20),
            () ->
                next.database().column("select count(*) from secret_key").equals(List.of("1"))
                    && next.database()
                        .column(
                            "select count(*) from whatsapp_connection where"
                                + " get_byte(access_token_sealed, 0) <> 1")
                        .equals(List.of("0")));
        assertThat(
                next.database()
                    .column(
                        "select count(*) from webhook where get_byte(secret_sealed, 0) = 1 and"
                            + " get_byte(former_secret_sealed, 0) = 1 and"
                            + " get_byte(headers_sealed, 0) = 1"))
            .containsExactly("1");
        try (var api = next.as(tenant)) {
          assertThat(api.get(200, "/api/v2/whatsapp/connection").data().path("app").asString())
              .isEqualTo("own");
          api.post(200, webhook + "/test", Map.of());
          LyingReceiver.Got got = receiver.got("/sealed").getLast();
          assertThat(got.header("X-Key")).isEqualTo("open sesame");
          assertThat(got.header("X-Webhook-Signature"))
              .isEqualTo(hex("another secret of ours", got) + "," + hex("a secret of ours", got));
        }
      }
    }
  }

  /** An endpoint with headers, and with a secret that was replaced. */
  private static String makeWebhook(TestApp app, TenantId tenant, String url) {
    try (var api = app.as(tenant)) {
      Map<String, Object> body =
          Map.of(
              "url", url, "secret", "a secret of ours", "headers", Map.of("X-Key", "open sesame"));
      String path = "/api/v2/webhooks";
      String one = path + "/" + api.post(201, path, body).data().path("id").asString();
      api.post(200, one + "/rotate-secret", Map.of("secret", "another secret of ours"));
      return one;
    }
  }

  private static String hex(String secret, LyingReceiver.Got got) {
    return HexFormat.of()
        .formatHex(Macs.hmacSha256(secret.getBytes(StandardCharsets.UTF_8), got.body()));
  }

  private Installation open(byte[] key, byte[]... previous) {
    return Installation.of(database.db(), new MasterKey(key), Arrays.asList(previous), random);
  }

  private KeyRotation.Done seal(KeyRing ring) {
    boolean exists = !database.column("select to_regclass('thing')").equals(List.of("null"));
    List<SealedColumn> columns = exists ? List.of(column(ring)) : List.of();
    return new KeyRotation(database.db(), ring, columns, List.of()).run();
  }

  private SealedColumn column(KeyRing ring) {
    return new SealedColumn(
        "thing",
        List.of("key"),
        "sealed",
        ring.sealer("test", random),
        key -> context(key.getFirst()));
  }

  private void put(KeyRing ring, String key, @org.jspecify.annotations.Nullable String secret) {
    database
        .db()
        .doInSystem(
            tx ->
                tx.update(
                    """
                    insert into thing (key, sealed) values (?, ?)
                    on conflict (key) do update set sealed = excluded.sealed
                    """,
                    key,
                    secret == null
                        ? new byte[0]
                        : ring.sealer("test", random).seal(context(secret), context(key))));
  }

  private String read(KeyRing ring, String key) {
    byte[] sealed =
        database
            .db()
            .inSystem(
                tx ->
                    tx.first(
                            "select sealed from thing where key = ?",
                            row -> row.getBytes("sealed"),
                            key)
                        .orElseThrow());
    return new String(
        ring.sealer("test", random).open(sealed, context(key)).orElseThrow(),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] context(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
