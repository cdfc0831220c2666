package rasl.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.cli.CommandFailedException;
import rasl.config.Config;
import rasl.crypto.Base62;
import rasl.crypto.KeyRing;
import rasl.crypto.Macs;
import rasl.crypto.MasterKey;
import rasl.db.Db;
import rasl.db.SystemTx;

/**
 * What makes a database and a secret key one installation.
 *
 * @param id by which it knows its own messages in WhatsApp's reports
 * @param keys the secret key, and former ones that are still needed
 */
public record Installation(String id, KeyRing keys) {
  /** A key's id is one byte. */
  private static final int IDS = 256;

  /** The file of a key that was made by itself. */
  private static final String KEPT = "secret.key";

  /** The secret key of the settings, or the one kept in the data folder, made where missing. */
  public static MasterKey key(Config.Database config, SecureRandom random) {
    return config
        .secretKeyBytes()
        .map(MasterKey::new)
        .orElseGet(() -> new MasterKey(keptKey(config.dataDir(), random)));
  }

  /**
   * The same for a command, which makes none.
   *
   * @throws CommandFailedException where there is none
   */
  public static MasterKey existingKey(Config.Database config) {
    if (config.secretKey().isEmpty() && !Files.exists(config.dataDir().resolve(KEPT))) {
      throw new CommandFailedException(
          "There is no secret key: give the server's as RASL_SECRET_KEY, or its data folder as"
              + " RASL_DATA_DIR.");
    }
    return config
        .secretKeyBytes()
        .map(MasterKey::new)
        .orElseGet(() -> new MasterKey(read(config.dataDir().resolve(KEPT))));
  }

  private static byte[] keptKey(Path dataDir, SecureRandom random) {
    Path file = dataDir.resolve(KEPT);
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[MasterKey.MIN_BYTES];
        random.nextBytes(key);
        Files.createDirectories(dataDir);
        Path unfinished = dataDir.resolve("secret.key.unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
            unfinished,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, HexFormat.of().formatHex(key) + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the secret key in " + file, e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the secret key in " + file, e);
    }
  }

  /**
   * The installation that the database belongs to. Where the key is new and the one before it was
   * given too, the key changes: from here on all is encrypted with the new one.
   *
   * @param previous former keys
   * @throws CommandFailedException where the database was made with another key: everything
   *     encrypted in it would be unreadable
   */
  public static Installation of(Db db, MasterKey key, List<byte[]> previous, SecureRandom random) {
    var given = new LinkedHashMap<String, MasterKey>();
    previous.forEach(bytes -> given.put(check(new MasterKey(bytes)), new MasterKey(bytes)));
    String current = check(key);
    given.put(current, key);
    return db.inSystem(
        tx -> {
          make(tx, current, random);
          String id =
              tx.first(
                      "select public_id from installation where id = 1 for update",
                      row -> row.getString("public_id"))
                  .orElseThrow();
          change(tx, current, given.keySet());
          return new Installation(id, ring(tx, current, given));
        });
  }

  /**
   * The keys of an installation as a command needs them: nothing is made or changed.
   *
   * @throws CommandFailedException where the key is not the one with which the server works
   */
  public static KeyRing keys(Db db, Config.Database config) {
    var given = new LinkedHashMap<String, MasterKey>();
    config
        .previousKeys()
        .forEach(bytes -> given.put(check(new MasterKey(bytes)), new MasterKey(bytes)));
    MasterKey key = existingKey(config);
    String current = check(key);
    given.put(current, key);
    return db.inSystem(
        tx -> {
          List<Known> known = known(tx);
          if (known.isEmpty()) {
            throw new CommandFailedException(
                "No server has worked on this database yet. Start one first: ./rasl start");
          }
          if (isNew(known, current, given.keySet())) {
            throw new CommandFailedException(
                "The secret key given is a new one. Change to it first: stop the servers, then"
                    + " ./rasl secrets rotate, or start them.");
          }
          return ring(tx, current, given);
        });
  }

  /**
   * Says no to a new key while a server works with the one before: what that server encrypts from
   * then on could not be read with the new one.
   */
  public static void refuseNewKey(Db db, MasterKey key) {
    List<Known> known = db.inSystem(Installation::known);
    if (!known.isEmpty() && !known.getLast().check().equals(check(key))) {
      throw new CommandFailedException(
          "The server that runs here was started with another secret key. To change the key, stop"
              + " it first.");
    }
  }

  private static String check(MasterKey key) {
    return new Macs(key.derive("installation.check")).hex("rasl");
  }

  private static void make(SystemTx tx, String current, SecureRandom random) {
    int made =
        tx.update(
            """
            insert into installation (id, public_id, key_check) values (1, ?, ?)
            on conflict (id) do nothing
            """,
            Base62.random(random, 8),
            current);
    if (made == 1) {
      tx.update("insert into secret_key (id, key_check) values (0, ?)", current);
    }
  }

  private static void change(SystemTx tx, String current, Set<String> given) {
    List<Known> known = known(tx);
    if (isNew(known, current, given)) {
      tx.update(
          "insert into secret_key (id, key_check) values (?, ?)",
          (known.getLast().id() + 1) % IDS,
          current);
    }
  }

  /**
   * Whether the key is a new one that may take over from the newest known; says no where it is
   * neither that nor the newest itself.
   */
  private static boolean isNew(List<Known> known, String current, Set<String> given) {
    Known newest = known.getLast();
    if (newest.check().equals(current)) {
      return false;
    }
    if (known.stream().anyMatch(one -> one.check().equals(current))) {
      throw new CommandFailedException(
          "This database's secret key was changed, and the one given is the former. Give the new"
              + " one as RASL_SECRET_KEY, and this one as RASL_SECRET_KEY_PREVIOUS.");
    }
    if (!given.contains(newest.check())) {
      throw new CommandFailedException(
          "This database was made with another secret key. Give the one it was made with as"
              + " RASL_SECRET_KEY, or as secret.key in the data folder. To change the key, give the"
              + " new one as RASL_SECRET_KEY and the old one as RASL_SECRET_KEY_PREVIOUS.");
    }
    return true;
  }

  private record Known(int id, String check) {}

  private static List<Known> known(SystemTx tx) {
    return tx.query(
        "select id, key_check from secret_key order by made_at, id",
        row -> new Known(row.getInt("id"), row.getString("key_check")));
  }

  /** Every key that something may still be encrypted with must be there. */
  private static KeyRing ring(SystemTx tx, String current, Map<String, MasterKey> given) {
    var keys = new HashMap<Integer, MasterKey>();
    int id = 0;
    for (Known one : known(tx)) {
      MasterKey key = given.get(one.check());
      if (key == null) {
        throw new CommandFailedException(
            "Some secrets are still encrypted with a former secret key. Give it as"
                + " RASL_SECRET_KEY_PREVIOUS until ./rasl secrets rotate says that it is not needed"
                + " any more.");
      }
      keys.put(one.id(), key);
      id = one.check().equals(current) ? one.id() : id;
    }
    return new KeyRing(id, keys);
  }

  /** Nothing is encrypted with another key any more. */
  static void forgetFormerKeys(SystemTx tx, int current) {
    tx.update("delete from secret_key where id <> ?", current);
  }
}
