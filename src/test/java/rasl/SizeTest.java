package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
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
 * Files of at most 300 lines, tests included, methods of at most 30, and constructors of at most
 * seven parameters, or a reason. A test's method may tell a longer story.
 */
class SizeTest {
  private static final int FILE_LINES = 300;
  private static final int METHOD_LINES = 30;
  private static final int PARAMETERS = 7;

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

  private static final String PART = "to be split: two classes in one";
  private static final String WIRING = "to be split with its room";

  /**
   * What may take more, and why. A record's fields do not count, for they are data; those of a
   * record that only hands a room what it stands on do.
   */
  private static final Map<String, String> MANY_PARAMETERS =
      Map.ofEntries(
          Map.entry("ApiHandler.java ApiHandler", PART),
          Map.entry("Contacts.java Contacts", PART),
          Map.entry("ImportSteps.java ImportSteps", PART),
          Map.entry("Fetching.java Fetching", PART),
          Map.entry("InboundMessages.java InboundMessages", PART),
          Map.entry("Acceptance.java Acceptance", PART),
          Map.entry("Sender.java Sender", PART),
          Map.entry("TemplateSync.java TemplateSync", PART),
          Map.entry("App.java Surroundings", "what a server gets from outside, once"),
          Map.entry("ConnectionChanges.java Ground", WIRING),
          Map.entry("ConversationModule.java Ground", WIRING),
          Map.entry("MediaModule.java Ground", WIRING),
          Map.entry("MessageModule.java Ground", WIRING),
          Map.entry("OtpModule.java Ground", WIRING),
          Map.entry("TemplateModule.java Ground", WIRING));

  @Test
  void constructorsTakeFewParameters() throws IOException {
    Map<String, Integer> tooMany = measured(sources("main")).parameters;
    tooMany.keySet().removeAll(MANY_PARAMETERS.keySet());
    assertThat(tooMany).as("more than %d parameters", PARAMETERS).isEmpty();
  }

  @Test
  void filesAndMethodsStayShort() throws IOException {
    List<Path> main = sources("main");
    Map<String, Integer> tooLong = measured(main).methods;
    for (Path file :
        Stream.of(main, sources("test"), below(Path.of("bench", "src", "java")))
            .flatMap(List::stream)
            .toList()) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES) {
        tooLong.put(name(file), lines);
      }
    }
    tooLong.keySet().removeAll(EXCEPTIONS.keySet());
    assertThat(tooLong).as("longer than %d or %d lines", FILE_LINES, METHOD_LINES).isEmpty();
  }

  private static List<Path> sources(String kind) throws IOException {
    return below(Path.of("src", kind, "java"));
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** Parses with the compiler itself: a text search would count braces in text blocks. */
  private static Measure measured(List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      var task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null, units);
      var measure = new Measure(Trees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        measure.scan(unit, unit);
      }
      return measure;
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /**
   * Notes methods that are too long, from their first line to the last, and what takes too much.
   */
  private static final class Measure extends TreePathScanner<Void, CompilationUnitTree> {
    private final Trees trees;
    private final Map<String, Integer> methods = new TreeMap<>();
    private final Map<String, Integer> parameters = new TreeMap<>();

    Measure(Trees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
      if (method.getBody() != null) {
        var positions = trees.getSourcePositions();
        var lines = unit.getLineMap();
        long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = lines.getLineNumber(positions.getEndPosition(unit, method));
        int length = (int) (last - first + 1);
        if (length > METHOD_LINES) {
          methods.put(file(unit) + " " + method.getName(), length);
        }
      }
      if (method.getReturnType() == null
          && getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
          && type.getKind() == Tree.Kind.CLASS) {
        count(unit, type.getSimpleName().toString(), method.getParameters().size());
      }
      return super.visitMethod(method, unit);
    }

    @Override
    public Void visitClass(ClassTree type, CompilationUnitTree unit) {
      String name = type.getSimpleName().toString();
      if (name.equals("Ground") || name.equals("Surroundings")) {
        long fields = type.getMembers().stream().filter(VariableTree.class::isInstance).count();
        count(unit, name, (int) fields);
      }
      return super.visitClass(type, unit);
    }

    private void count(CompilationUnitTree unit, String type, int number) {
      if (number > PARAMETERS) {
        parameters.put(file(unit) + " " + type, number);
      }
    }

    private static String file(CompilationUnitTree unit) {
      return name(Path.of(unit.getSourceFile().getName()));
    }
  }
}
