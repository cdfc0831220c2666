package rasl.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import rasl.db.Database;
import rasl.db.EmbeddedPostgres;
import rasl.db.OpenPostgres;

/**
 * A data folder with PostgreSQL's programs unpacked and a migrated database without a row: made
 * once per build, and copied after. Making one takes seconds of a processor, a copy a tenth of one.
 */
public final class PreparedPostgres {
  /** The classes that decide what is in such a folder: a change of theirs makes another. */
  private static final List<String> MAKERS =
      List.of(
          "Cluster",
          "EmbeddedPostgres",
          "PostgresBinaries",
          "Schema",
          "ServerAccount",
          "ServerCommand",
          "Superuser");

  private PreparedPostgres() {}

  /**
   * Puts a copy into a data folder that has no database yet; it appears whole or not at all.
   *
   * @param dataFolder made where it is absent
   */
  public static void into(Path dataFolder) {
    Path made = made().resolve("postgres");
    Path target = dataFolder.resolve("postgres");
    Path copy = dataFolder.resolve("postgres." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(dataFolder);
      copy(made, copy);
      if (Files.exists(target)) {
        Folders.delete(copy); // Another JVM was quicker.
      } else {
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized Path made() {
    Path all = Path.of("target", "prepared").toAbsolutePath();
    try {
      Files.createDirectories(all);
      Path folder = all.resolve(fingerprint());
      try (FileChannel file =
              FileChannel.open(
                  all.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        if (!Files.exists(folder)) {
          Path unfinished = all.resolve("unfinished");
          Folders.delete(unfinished);
          // A start of the product closes its superuser.
          try (EmbeddedPostgres postgres = OpenPostgres.start(unfinished)) {
            Database.open(postgres.settings()).close();
          }
          Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fingerprint() throws IOException {
    var sum = new CRC32();
    for (String maker : MAKERS) {
      try (InputStream in = EmbeddedPostgres.class.getResourceAsStream(maker + ".class")) {
        sum.update(in.readAllBytes());
      }
    }
    for (Path migration : migrations()) {
      sum.update(Files.readAllBytes(migration));
    }
    return Long.toHexString(sum.getValue());
  }

  private static List<Path> migrations() throws IOException {
    try {
      Path folder = Path.of(Database.class.getResource("/db/migration").toURI());
      try (Stream<Path> files = Files.list(folder)) {
        return files.sorted().toList();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With owners and rights, which PostgreSQL looks at. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
