package rasl.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user under which PostgreSQL's programs run: they refuse to run as root.
 *
 * @param prefix what goes before a program's command line; every word of it replaces itself by the
 *     next ({@code exec}), so that the process started is the program and signals reach it
 * @param user number of the user who must own the files
 * @param group number of that user's group
 */
record ServerAccount(List<String> prefix, int user, int group) {
  ServerAccount {
    prefix = List.copyOf(prefix);
  }

  /**
   * Chooses the account. Root hands over to {@code postgres} or {@code nobody}; where that user
   * cannot reach the folder (its parents are root's alone) or {@code setpriv} is missing, a user
   * namespace makes root itself an ordinary user.
   *
   * @param way the folders of ours that lead to the programs and the data, and are closed to others
   */
  static ServerAccount forPrograms(PostgresBinaries binaries, List<Path> way) {
    var system = new UnixSystem();
    if (system.getUid() != 0) {
      return new ServerAccount(List.of(), (int) system.getUid(), (int) system.getGid());
    }
    return rootsCandidates()
        .filter(account -> account.canRun(binaries, way))
        .findFirst()
        .orElseThrow(
            () ->
                new DatabaseSetupException(
                    "PostgreSQL does not run as root, and neither setpriv (with a data folder that"
                        + " user postgres or nobody can reach) nor unshare -U works here. Start"
                        + " rasl as an ordinary user, or set RASL_DATABASE_URL."));
  }

  /** A command under this account, with nothing of our environment that could matter to it. */
  ProcessBuilder command(List<String> words) {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(words);
    return Children.command(line);
  }

  /** Makes the folder this account's own; it is left alone if it is already. */
  void own(Path folder) throws IOException {
    if (!Integer.valueOf(user).equals(Files.getAttribute(folder, "unix:uid"))) {
      FileTree.give(folder, user, group);
    }
  }

  private boolean canRun(PostgresBinaries binaries, List<Path> way) {
    way.forEach(this::letThrough);
    return output(command(List.of(binaries.program("postgres"), "--version"))).isPresent();
  }

  /** The account may pass through a folder of root's, but not list it. */
  private void letThrough(Path folder) {
    try {
      Files.setAttribute(folder, "unix:gid", group);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot open the way to PostgreSQL's folder: " + e, e);
    }
  }

  private static Stream<ServerAccount> rootsCandidates() {
    Stream<ServerAccount> users =
        Stream.of("postgres", "nobody").flatMap(name -> ofUser(name).stream());
    return Stream.concat(users, Stream.of(new ServerAccount(List.of("unshare", "-U"), 0, 0)));
  }

  private static Optional<ServerAccount> ofUser(String name) {
    return number("-u", name)
        .flatMap(
            user ->
                number("-g", name)
                    .map(
                        group ->
                            new ServerAccount(
                                List.of(
                                    "setpriv",
                                    "--reuid=" + user,
                                    "--regid=" + group,
                                    "--clear-groups"),
                                user,
                                group)));
  }

  private static Optional<Integer> number(String option, String name) {
    return output(Children.command(List.of("id", option, name)))
        .map(text -> Integer.valueOf(text.strip()));
  }

  /** The output of a short command; empty where it is missing or fails. */
  private static Optional<String> output(ProcessBuilder command) {
    try {
      Process process = command.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // the command does not exist
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
