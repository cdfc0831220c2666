package rasl.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rasl.db.Database;

/**
 * The SQL of the program, as it stands in the compiled classes: there the compiler has put together
 * what the sources put together from constants. Where something is filled in at run time stands
 * {@code \1}.
 */
final class Statements {
  /** Statements and the pieces of some; a sentence that passes names no table. */
  private static final Pattern SQL =
      Pattern.compile(
          "^\\s*(with|select|insert|update|delete)\\b.*|.*\\bselect\\b.*\\bfrom\\b.*",
          Pattern.DOTALL);

  private Statements() {}

  /**
   * A statement.
   *
   * @param place the class or the migration that has it
   * @param sql in one line and in lower case
   */
  record Statement(String place, String sql) {
    static Statement of(String place, String text) {
      return new Statement(place, text.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT));
    }
  }

  /** Those of all rooms but the simulator, which has no database. */
  static List<Statement> ofRooms() {
    try (Stream<Path> files = Files.walk(classes().resolve("rasl"))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.toString().contains("/simulator/"))
          .flatMap(file -> of(file).stream())
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the migrations and of the functions in them, without comments. */
  static List<Statement> ofMigrations() {
    try (Stream<Path> files = Files.list(classes().resolve("db/migration"))) {
      var all = new ArrayList<Statement>();
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file).replaceAll("(?m)--.*$", "");
        for (String one : text.split(";", -1)) {
          if (!one.isBlank()) {
            all.add(Statement.of(file.getFileName().toString(), one));
          }
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(Database.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Statement> of(Path file) {
    try {
      ClassModel type = ClassFile.of().parse(file);
      String name = type.thisClass().asInternalName().replace('/', '.').replaceAll("\\$.*", "");
      return type.methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .flatMap(Statements::texts)
          .filter(text -> SQL.matcher(text).matches())
          .map(text -> Statement.of(name, text))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> texts(CodeElement element) {
    return switch (element) {
      case LoadConstantInstruction constant when constant.constantValue() instanceof String text ->
          Stream.of(text);
      case InvokeDynamicInstruction call ->
          call.bootstrapArgs().stream().filter(String.class::isInstance).map(String.class::cast);
      default -> Stream.empty();
    };
  }
}
