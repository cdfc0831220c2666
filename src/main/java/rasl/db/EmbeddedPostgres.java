package rasl.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child process of this one, with its data in {@code <data folder>/postgres}. It
 * listens on loopback only, on a free port, and wants a password from everyone.
 *
 * <p>If our process dies without stopping it, a {@link Watchdog} stops it; if that died too, the
 * next start on the same folder stops the old server and starts a new one. Two live processes never
 * share a folder: the second is refused.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int START_ATTEMPTS = 5;
  private static final int START_SECONDS = 60;
  private static final int STEP_MILLIS = 10;

  private final FolderLock lock;
  private final Cluster cluster;
  private final Process server;
  private final Watchdog watchdog;
  private final int port;
  private volatile boolean stopping;

  private EmbeddedPostgres(
      FolderLock lock, Cluster cluster, Process server, Watchdog watchdog, int port) {
    this.lock = lock;
    this.cluster = cluster;
    this.server = server;
    this.watchdog = watchdog;
    this.port = port;
  }

  /**
   * Starts the server and returns when it takes connections; makes programs and data first where
   * they are missing.
   *
   * @param dataFolder the installation's data folder; made if absent
   * @throws DatabaseSetupException if another process uses the folder, or the server does not start
   */
  public static EmbeddedPostgres start(Path dataFolder) {
    EmbeddedPostgres postgres = startWithSuperuser(dataFolder);
    try {
      Superuser.close(postgres);
      return postgres;
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /** The same, but the superuser can log in with the owner's password: for tests alone. */
  static EmbeddedPostgres startWithSuperuser(Path dataFolder) {
    Path home = dataFolder.toAbsolutePath().normalize().resolve("postgres");
    makeFolder(home);
    FolderLock lock = FolderLock.take(home);
    try {
      closeFolder(home);
      PostgresBinaries programs = PostgresBinaries.unpackedBelow(home);
      ServerAccount account =
          ServerAccount.forPrograms(programs, List.of(home.resolveSibling(""), home));
      Cluster cluster = Cluster.below(home, programs, account);
      stopWhatWasLeft(cluster);
      return start(lock, new ServerCommand(home, programs, account, cluster));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * How to reach the server that another process runs on this folder; empty where none takes
   * connections. For commands while a server runs.
   */
  public static Optional<DatabaseSettings> running(Path dataFolder) {
    Path home = dataFolder.toAbsolutePath().normalize().resolve("postgres");
    return Cluster.existing(home)
        .flatMap(
            cluster ->
                PostmasterFile.read(cluster.folder())
                    .filter(file -> file.ready() && file.process(cluster.folder()).isPresent())
                    .map(
                        file ->
                            DatabaseSettings.of(
                                url(file.port(), Cluster.DATABASE),
                                Cluster.OWNER,
                                cluster.password())));
  }

  /** Whether a data folder has a database, running or not. */
  public static boolean exists(Path dataFolder) {
    return Cluster.existing(dataFolder.toAbsolutePath().normalize().resolve("postgres"))
        .isPresent();
  }

  /** How to reach the installation's database as its owner. */
  public DatabaseSettings settings() {
    return settings(Cluster.DATABASE);
  }

  /** How to reach a database of this server as role {@code rasl}. */
  public DatabaseSettings settings(String database) {
    return DatabaseSettings.of(url(database), Cluster.OWNER, cluster.password());
  }

  /** How to reach a database of this server as superuser, as long as that one can log in. */
  DatabaseSettings superuserSettings(String database) {
    return DatabaseSettings.of(url(database), Cluster.SUPERUSER, cluster.password());
  }

  public boolean isRunning() {
    return server.isAlive();
  }

  /** Runs something once if the server exits without {@link #close} having asked it to. */
  public void onUnexpectedExit(Runnable action) {
    var _ =
        server
            .onExit()
            .thenAccept(
                _ -> {
                  if (!stopping) {
                    LOG.error("PostgreSQL has exited with code {}", server.exitValue());
                    action.run();
                  }
                });
  }

  /** Stops the server in order: sessions end, a checkpoint is written. It may be called again. */
  @Override
  public void close() {
    stopping = true;
    if (server.isAlive()) {
      Postmaster.stop(server.toHandle());
    }
    watchdog.close();
    lock.close();
  }

  private String url(String database) {
    return url(port, database);
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static void makeFolder(Path home) {
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot make the folder " + home + ": " + e, e);
    }
  }

  /** Once the folder is ours alone: a running server's account must still pass through it. */
  private static void closeFolder(Path home) {
    try {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot close the folder " + home + ": " + e, e);
    }
  }

  private static void stopWhatWasLeft(Cluster cluster) {
    PostmasterFile.read(cluster.folder())
        .ifPresent(
            file ->
                file.process(cluster.folder())
                    .ifPresentOrElse(
                        process -> {
                          LOG.info("Stopping the PostgreSQL left running as {}", process.pid());
                          Postmaster.stop(process);
                        },
                        () -> file.deleteIfNumberIsAnothers(cluster.folder())));
  }

  /**
   * More than one attempt: another program may take the free port before the server does, and
   * sessions of a killed server need a moment to let go of its memory.
   */
  private static EmbeddedPostgres start(FolderLock lock, ServerCommand command) {
    List<String> faults = new ArrayList<>();
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      int port = freePort();
      Process server = command.start(port);
      if (becomesReady(server, command.cluster())) {
        LOG.debug("PostgreSQL runs as process {} on port {}", server.pid(), port);
        return new EmbeddedPostgres(lock, command.cluster(), server, watched(server), port);
      }
      faults.add(command.said());
      pause(server);
    }
    throw new DatabaseSetupException("PostgreSQL does not start: " + faults.getLast());
  }

  private static Watchdog watched(Process server) {
    try {
      return Watchdog.over(server.pid());
    } catch (RuntimeException e) {
      Postmaster.stop(server.toHandle());
      throw e;
    }
  }

  private static boolean becomesReady(Process server, Cluster cluster) {
    try {
      for (int waited = 0; waited < START_SECONDS * 1000; waited += STEP_MILLIS) {
        if (isReady(server, cluster)) {
          return true;
        }
        if (server.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      Postmaster.stop(server.toHandle());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Postmaster.stop(server.toHandle());
      throw new DatabaseSetupException("Interrupted while PostgreSQL started", e);
    }
  }

  private static boolean isReady(Process server, Cluster cluster) {
    return PostmasterFile.read(cluster.folder())
        .filter(file -> file.pid() == server.pid() && file.ready())
        .isPresent();
  }

  private static void pause(Process exited) {
    LOG.info("PostgreSQL exited with code {} while starting; trying again", exited.exitValue());
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot find a free port on loopback: " + e, e);
    }
  }
}
