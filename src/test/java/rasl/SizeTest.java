package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Files of at most 300 lines, tests included, and methods of at most 30, or a reason. A test's
 * method may tell a longer story.
 */
class SizeTest {
  private static final int FILE_LINES = 300;
  private static final int METHOD_LINES = 30;

  /** What may be longer, and why. A name is the file's, or the file's and the method's. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "App.java", "wiring of all rooms: a second file would only hide half of it",
          "App.java <init>", "wiring, one line per room: reading it is reading the architecture",
          "MessageModule.java <init>", "wiring, one line per part of the room",
          "ContactWrites.java update", "one statement, and what it takes",
          "ConnectionStore.java put", "two statements, and what they take",
          "JobQueue.java claimDue", "one statement, and what it takes",
          "MessageStore.java progress", "one statement, and what it takes",
          "TemplateStore.java putAll", "one statement, and what it takes",
          "TemplateView.java of", "one field a line, as the contract lists them",
          "ListReader.java read",
              "one page from query to result, in the order in which it happens");

  @Test
  void filesAndMethodsStayShort() throws IOException {
    List<Path> main = sources("main");
    Map<String, Integer> tooLong = new TreeMap<>(longMethods(main));
    for (Path file : Stream.concat(main.stream(), sources("test").stream()).toList()) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES) {
        tooLong.put(name(file), lines);
      }
    }
    tooLong.keySet().removeAll(EXCEPTIONS.keySet());
    assertThat(tooLong).as("longer than %d or %d lines", FILE_LINES, METHOD_LINES).isEmpty();
  }

  private static List<Path> sources(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", kind, "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** Parses with the compiler itself: a text search would count braces in text blocks. */
  private static Map<String, Integer> longMethods(List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      var task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null, units);
      Map<String, Integer> found = new TreeMap<>();
      for (CompilationUnitTree unit : task.parse()) {
        new Measure(unit, Trees.instance(task), found).scan(unit, null);
      }
      return found;
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Notes the methods that are too long, from their first line to the closing brace. */
  private static final class Measure extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final Map<String, Integer> found;

    Measure(CompilationUnitTree unit, Trees trees, Map<String, Integer> found) {
      this.unit = unit;
      this.trees = trees;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      if (method.getBody() != null) {
        var positions = trees.getSourcePositions();
        var lines = unit.getLineMap();
        long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = lines.getLineNumber(positions.getEndPosition(unit, method));
        int length = (int) (last - first + 1);
        if (length > METHOD_LINES) {
          found.put(name(Path.of(unit.getSourceFile().getName())) + " " + method.getName(), length);
        }
      }
      return super.visitMethod(method, null);
    }
  }
}
