package rasl.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 server of its own process, which checks signatures: S3Proxy, which the build puts below
 * {@code target}. What it stores is gone with it.
 */
public final class S3Server implements AutoCloseable {
  public static final String KEY = "the-access-key";
  public static final String SECRET = "the-secret-key";
  public static final String BUCKET = "rasl-test";

  private static final Pattern LISTENING = Pattern.compile("\\{127\\.0\\.0\\.1:([1-9][0-9]*)\\}");

  private final Process process;
  private final int port;
  private final Path folder;

  private S3Server(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** Starts it with an empty bucket. */
  public static S3Server start() {
    return start(0);
  }

  /** Starts it on a port. */
  public static S3Server start(int wanted) {
    try {
      Path folder = Folders.temporary("s3");
      Files.createDirectories(folder.resolve("store").resolve(BUCKET));
      Path config =
          Files.writeString(
              folder.resolve("s3.conf"),
              """
              s3proxy.endpoint=http://127.0.0.1:%d
              s3proxy.authorization=aws-v4
              s3proxy.identity=%s
              s3proxy.credential=%s
              jclouds.provider=filesystem-nio2
              jclouds.filesystem.basedir=%s
              jclouds.identity=none
              jclouds.credential=none
              """
                  .formatted(wanted, KEY, SECRET, folder.resolve("store")));
      Path jar = Path.of("target", "s3-server", "s3proxy.jar").toAbsolutePath();
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-jar",
                  jar.toString(),
                  "--properties",
                  config.toString())
              .redirectErrorStream(true)
              .start();
      return new S3Server(process, port(process), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads its log up to the port, and the rest in the background. */
  private static int port(Process process) throws IOException {
    var log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = log.readLine();
    while (line != null) {
      Matcher port = LISTENING.matcher(line);
      if (line.contains("Started") && port.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
        return Integer.parseInt(port.group(1));
      }
      line = log.readLine();
    }
    throw new IllegalStateException(
        "the S3 server does not start; the build puts it into target/s3-server");
  }

  public int port() {
    return port;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The settings with which a server keeps its files here. */
  public Map<String, String> settings() {
    return Map.of(
        "RASL_MEDIA_S3_ENDPOINT", url().toString(),
        "RASL_MEDIA_S3_BUCKET", BUCKET,
        "RASL_MEDIA_S3_KEY", KEY,
        "RASL_MEDIA_S3_SECRET", SECRET);
  }

  /** The files that it has, but for the mark of the installation whose they are. */
  public List<Path> files() {
    try (var files = Files.walk(folder.resolve("store").resolve(BUCKET))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("installation"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a power cut does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
    Folders.delete(folder);
  }
}
