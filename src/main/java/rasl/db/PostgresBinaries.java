package rasl.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the archive on the class path into a folder. */
record PostgresBinaries(Path folder) {

  /**
   * Finds the programs below {@code home}, or unpacks them there: under another name, which it then
   * changes. So a folder with the final name is whole.
   */
  static PostgresBinaries unpackedBelow(Path home) {
    URL archive = archive();
    try {
      URLConnection connection = archive.openConnection();
      Path folder = home.resolve("programs-" + fingerprint(connection));
      if (!Files.isDirectory(folder)) {
        Path unfinished = home.resolve(folder.getFileName() + ".unfinished");
        FileTree.delete(unfinished);
        try (InputStream in = connection.getInputStream()) {
          unpack(in, unfinished);
        }
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      return new PostgresBinaries(folder);
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot unpack PostgreSQL into " + home + ": " + e, e);
    }
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  private static URL archive() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String name = "/postgres-" + system + "-" + processor + ".txz";
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new DatabaseSetupException(
          "This build holds no PostgreSQL for "
              + system
              + " on "
              + processor
              + ". Set RASL_DATABASE_URL to a PostgreSQL server of your own.");
    }
    return archive;
  }

  /** Tells one archive from another without reading its 15 MB at each start. */
  private static String fingerprint(URLConnection connection) throws IOException {
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toHexString(connection.getContentLengthLong());
  }

  private static void unpack(InputStream packed, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("Archive entry outside of its folder: " + entry.getName());
        }
        unpack(entry, tar, path);
        entry = tar.getNextEntry();
      }
    }
    makeReadable(target);
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean runs = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Another user than ours runs the programs, and our umask may be narrow. */
  private static void makeReadable(Path target) throws IOException {
    try (var paths = Files.walk(target)) {
      for (Path path : paths.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
