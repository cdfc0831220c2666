package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches are not among the tests; here they are compiled against the server of today. */
class BenchTest {
  private static final Path SOURCES = Path.of("bench", "src", "java");

  @Test
  void theBenchesCompileWithoutAWarning(@TempDir Path classes) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null);
        Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      var task =
          compiler.getTask(
              said,
              manager,
              null,
              List.of(
                  "-d", classes.toString(), "-proc:none", "-Xlint:all,-classfile,-path", "-Werror"),
              null,
              manager.getJavaFileObjectsFromPaths(sources));
      assertThat(task.call()).as(said.toString()).isTrue();
      assertThat(sources).isNotEmpty();
    }
  }

  @Test
  void eachScriptStartsABenchThatExists() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("bench"))) {
      List<Path> scripts = files.filter(Files::isExecutable).filter(Files::isRegularFile).toList();
      assertThat(scripts).hasSizeGreaterThan(6);
      for (Path script : scripts) {
        String last = Files.readAllLines(script).getLast();
        assertThat(last).as(script.toString()).matches("run_bench \\w+Bench( alone)?");
        assertThat(SOURCES.resolve("rasl/bench/" + last.split(" ", -1)[1] + ".java")).exists();
      }
    }
  }
}
