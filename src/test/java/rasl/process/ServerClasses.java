package rasl.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import rasl.config.Mode;

/**
 * Where servers in separate processes load their classes from: one jar of ours, and an archive in
 * which Java keeps classes as it has once loaded them. That saves a third of each start. Java makes
 * archives of jars alone, so the folder of classes does not do.
 */
final class ServerClasses {
  private static final Path FOLDER = Path.of("target", "server-classes").toAbsolutePath();
  private static final Path JAR = jar();
  private static final Path ARCHIVE = JAR.resolveSibling(JAR.getFileName() + ".jsa");
  private static final Path UNFINISHED = JAR.resolveSibling(JAR.getFileName() + ".new");

  private ServerClasses() {}

  /** Our jar and the libraries, without the tests. */
  static String path() {
    return Stream.concat(
            Stream.of(JAR.toString()),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Options for a process that uses the archive, where there is one. */
  static List<String> using() {
    return Files.exists(ARCHIVE) ? options("-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
  }

  /** Options for a process that makes the archive when it ends in order; then {@link #made}. */
  static List<String> making() {
    try {
      Files.deleteIfExists(UNFINISHED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Files.exists(ARCHIVE) ? using() : options("-XX:ArchiveClassesAtExit=" + UNFINISHED);
  }

  /** Lets the processes from now on use the archive; they never see half of one. */
  static void made() {
    try {
      if (Files.exists(UNFINISHED)) {
        Files.move(UNFINISHED, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> options(String option) {
    return List.of(option, "-Xlog:cds*=off", "-Xlog:aot*=off");
  }

  private static Path jar() {
    try {
      Path classes =
          Path.of(Mode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = Files.createDirectories(FOLDER).resolve(fingerprint(classes) + ".jar");
      try (FileChannel file =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        if (!Files.exists(jar)) {
          make(jar, classes);
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void make(Path jar, Path classes) throws IOException {
    try (Stream<Path> old = Files.list(FOLDER)) {
      for (Path one : old.filter(path -> !path.endsWith("lock")).toList()) {
        Files.delete(one);
      }
    }
    Path unfinished = FOLDER.resolve("unfinished");
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file=" + unfinished,
                "-C",
                classes.toString(),
                ".");
    if (code != 0) {
      throw new IllegalStateException("jar ended with " + code);
    }
    Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of names, sizes and times: a class that changed makes another jar. */
  private static String fingerprint(Path classes) throws IOException {
    var sum = new CRC32();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String one = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        sum.update(one.getBytes(StandardCharsets.UTF_8));
      }
    }
    return Long.toHexString(sum.getValue());
  }
}
