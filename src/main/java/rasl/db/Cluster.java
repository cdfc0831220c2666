package rasl.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The embedded server's data folder and the password of its login role {@code rasl}, who owns the
 * database of the same name and is nothing special. Nobody logs in as {@code postgres}, the
 * superuser: see {@link Superuser}.
 */
record Cluster(Path folder, String password) {
  static final String SUPERUSER = "postgres";
  static final String OWNER = "rasl";
  static final String DATABASE = "rasl";

  /** The data folder below {@code home}, where there is one. */
  static Optional<Cluster> existing(Path home) {
    Path folder = home.resolve("data");
    Path passwordFile = home.resolve("password");
    try {
      return Files.exists(folder)
          ? Optional.of(new Cluster(folder, Files.readString(passwordFile).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot open the database in " + folder + ": " + e, e);
    }
  }

  /**
   * Opens the data folder below {@code home}, or makes it: under another name, with roles and
   * database, and then renames it. So a folder with the final name is whole.
   */
  static Cluster below(Path home, PostgresBinaries programs, ServerAccount account) {
    Path folder = home.resolve("data");
    Path passwordFile = home.resolve("password");
    try {
      if (!Files.exists(folder)) {
        String password = Passwords.random();
        make(home, folder, password, passwordFile, programs, account);
      }
      account.own(folder);
      return new Cluster(folder, Files.readString(passwordFile).strip());
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot open the database in " + folder + ": " + e, e);
    }
  }

  private static void make(
      Path home,
      Path folder,
      String password,
      Path passwordFile,
      PostgresBinaries programs,
      ServerAccount account)
      throws IOException {
    Path unfinished = home.resolve("data.unfinished");
    FileTree.delete(unfinished);
    Files.createDirectory(unfinished);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
    Path forInitdb = home.resolve("password.initdb");
    Passwords.write(forInitdb, password);
    FileTree.give(unfinished, account.user(), account.group());
    FileTree.give(forInitdb, account.user(), account.group());
    try {
      run(account.command(initdb(programs, unfinished, forInitdb)), "");
    } finally {
      Files.delete(forInitdb);
    }
    run(account.command(singleUser(programs, unfinished)), rolesAndDatabase(password));
    Passwords.write(passwordFile, password);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> initdb(PostgresBinaries programs, Path folder, Path password) {
    return List.of(
        programs.program("initdb"),
        "--pgdata=" + folder,
        "--username=" + SUPERUSER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8");
  }

  /** One process without any network: nobody can meet a half-made database. */
  private static List<String> singleUser(PostgresBinaries programs, Path folder) {
    return List.of(
        programs.program("postgres"), "--single", "-D", folder.toString(), "-j", "template1");
  }

  /** In single-user mode with {@code -j}, an empty line ends a statement. */
  private static String rolesAndDatabase(String password) {
    return """
    create role rasl login password '%s';

    create role rasl_app nologin;

    grant rasl_app to rasl with inherit false, set true;

    create database rasl owner rasl;

    """
        .formatted(password);
  }

  private static void run(ProcessBuilder command, String input) throws IOException {
    Process process = command.redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)
          || process.exitValue() != 0
          || said.contains("ERROR:")) {
        throw new DatabaseSetupException("Cannot make the database: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseSetupException("Interrupted while making the database", e);
    }
  }
}
