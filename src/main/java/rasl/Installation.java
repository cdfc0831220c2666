package rasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import rasl.cli.CommandFailedException;
import rasl.config.Config;
import rasl.crypto.Base62;
import rasl.crypto.Macs;
import rasl.crypto.MasterKey;
import rasl.db.Db;
import rasl.db.SystemTx;

/**
 * What makes a database and a secret key one installation.
 *
 * @param id by which it knows its own messages in WhatsApp's reports
 */
record Installation(String id) {

  /** The secret key of the settings, or the one kept in the data folder, made where missing. */
  static MasterKey key(Config.Database config, SecureRandom random) {
    return config
        .secretKeyBytes()
        .map(MasterKey::new)
        .orElseGet(() -> new MasterKey(keptKey(config.dataDir(), random)));
  }

  private static byte[] keptKey(Path dataDir, SecureRandom random) {
    Path file = dataDir.resolve("secret.key");
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
      return HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the secret key in " + file, e);
    }
  }

  /**
   * The installation that the database belongs to.
   *
   * @throws CommandFailedException where it was made with another key: everything encrypted in it
   *     would be unreadable
   */
  static Installation of(Db db, MasterKey key, SecureRandom random) {
    String check = new Macs(key.derive("installation.check")).hex("rasl");
    return db.inSystem(
        tx -> {
          tx.update(
              """
              insert into installation (id, public_id, key_check) values (1, ?, ?)
              on conflict (id) do nothing
              """,
              Base62.random(random, 8),
              check);
          return checked(tx, check);
        });
  }

  private static Installation checked(SystemTx tx, String check) {
    return tx.first(
            "select public_id from installation where id = 1 and key_check = ?",
            row -> new Installation(row.getString("public_id")),
            check)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "This database was made with another secret key. Give the one it was made with"
                        + " as RASL_SECRET_KEY, or as secret.key in the data folder."));
  }
}
