package rasl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of Maven's output. */
class ProgressTest {
  @TempDir private Path folder;

  private Told told(String... classes) throws IOException {
    for (String type : classes) {
      Path file = folder.resolve(type.replace('.', '/') + ".java");
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }
    return Told.ofTests(Rooms.below(folder));
  }

  private static List<String> lines(Told told, String... lines) {
    return Stream.of(lines).flatMap(line -> told.of(line, 7).stream()).toList();
  }

  private static String ran(String type, int tests, int failures) {
    return "[INFO] Tests run: %d, Failures: %d, Errors: 0, Skipped: 0, Time elapsed: 1.5 s%s -- in %s"
        .formatted(tests, failures, failures > 0 ? " <<< FAILURE!" : "", type);
  }

  @Test
  void aRoomIsToldWhenItsLastClassHasRun() throws IOException {
    Told told = told("rasl.db.OneTest", "rasl.db.inner.TwoTest", "rasl.ThreeTest", "rasl.db.Kit");
    assertThat(lines(told, "[INFO] --- surefire:3.6.0:test (default-test) @ rasl ---"))
        .containsExactly("[7 s] testing, room by room");
    assertThat(lines(told, "[INFO] Running rasl.db.OneTest", ran("rasl.db.OneTest", 3, 0)))
        .isEmpty();
    assertThat(lines(told, ran("rasl.ThreeTest", 1, 0)))
        .containsExactly("  rasl               1 tests     1.5 s");
    assertThat(lines(told, ran("rasl.db.inner.TwoTest", 4, 1)))
        .containsExactly("  db                 7 tests     3.0 s  1 FAILED");
  }

  @Test
  void whatWasNotRunInWholeIsToldAtTheEndWithSurefiresOwnLine() throws IOException {
    Told told = told("rasl.db.OneTest", "rasl.db.TwoTest");
    assertThat(
            lines(
                told,
                ran("rasl.db.OneTest", 3, 0),
                "[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1"))
        .containsExactly(
            "  db                 3 tests     1.5 s",
            "Tests run: 3, Failures: 0, Errors: 0, Skipped: 1");
  }

  @Test
  void faultsOfTheCompilerAreToldAndThoseOfTestsAreNot() throws IOException {
    Told told = told("rasl.db.OneTest");
    assertThat(
            lines(
                told,
                "[INFO] --- maven-compiler-plugin:3.16.0:compile (default-compile) @ rasl ---",
                "[ERROR] /a/B.java:[1,2] cannot find symbol",
                "[ERROR] Re-run Maven using the -X switch to enable full debug logging."))
        .containsExactly(
            "[7 s] compiling the server", "[ERROR] /a/B.java:[1,2] cannot find symbol");
    assertThat(
            lines(
                told,
                "[INFO] --- maven-surefire-plugin:3.6.0:test (default-test) @ rasl ---",
                "[ERROR] rasl.db.OneTest.x -- Time elapsed: 1.4 s <<< FAILURE!"))
        .containsExactly("[7 s] testing, room by room");
  }

  @Test
  void checksThatRunBesideTheTestsAreToldToo() {
    assertThat(
            lines(
                Told.ofChecks(),
                "[INFO] --- maven-compiler-plugin:3.16.0:compile (default-compile) @ rasl ---",
                "[ERROR] /a/B.java:[1,2] [NullAway] dereferenced expression is @Nullable",
                "[INFO] --- maven-surefire-plugin:3.6.0:test (default-test) @ rasl ---",
                "[ERROR] the dependencies are not declared"))
        .containsExactly(
            "[7 s] checking the server: warnings, Error Prone, NullAway",
            "[ERROR] /a/B.java:[1,2] [NullAway] dereferenced expression is @Nullable",
            "[ERROR] the dependencies are not declared");
  }

  @Test
  void aFailureComesWithTheLineThatRepeatsIt() throws IOException {
    Files.writeString(
        folder.resolve("TEST-rasl.db.OneTest.xml"),
        """
        <testsuite name="rasl.db.OneTest">
          <testcase name="fine" classname="rasl.db.OneTest"/>
          <testcase name="odd(int)[2]" classname="rasl.db.OneTest"><failure message="x">java.lang.AssertionError: expected 1
        \tat org.assertj.Whatever.fail(Whatever.java:1)
        \tat rasl.db.OneTest.odd(OneTest.java:33)
        </failure></testcase>
          <testcase name="" classname="rasl.db.OneTest"><error message="y">not started</error></testcase>
        </testsuite>
        """);
    Path log = Files.writeString(folder.resolve("rasl.db.OneTest-output.txt"), "");
    assertThat(Failures.below(folder, FileTime.fromMillis(0)))
        .containsExactly(
            "",
            "FAILED rasl.db.OneTest.odd(int)[2]",
            "    java.lang.AssertionError: expected 1",
            "    at rasl.db.OneTest.odd(OneTest.java:33)",
            "    again: ./rasl test -Dtest=rasl.db.OneTest#odd",
            "    log:   " + log,
            "",
            "FAILED rasl.db.OneTest",
            "    not started",
            "    again: ./rasl test -Dtest=rasl.db.OneTest",
            "    log:   " + log);
    assertThat(Failures.below(folder, FileTime.fromMillis(Long.MAX_VALUE / 2))).isEmpty();
  }
}
