package rasl;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages for newcomers name only what exists: classes, tests, rooms, tables, files, endpoints.
 */
class PagesTest {
  private static final String ARCHITECTURE = read(Path.of("docs", "architecture.md"));
  private static final String COMPATIBILITY = read(Path.of("docs", "compatibility.md"));
  private static final String CONTRACT = read(Path.of("api", "openapi.yaml"));
  private static final Set<String> CLASSES = classes("src/main/java", "src/test/java");

  /** What stands between single backticks. */
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*[a-z]\\w*");

  /** A box of a drawing; those of others, such as a program, begin in lower case. */
  private static final Pattern BOX = Pattern.compile("(?m)\\b([A-Z]\\w+)(?:\\[| *-| *$)");

  private static final Pattern ENDPOINT = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) /.*");
  private static final Pattern ERROR_OR_SCOPE = Pattern.compile("[A-Z]+(_[A-Z]+)*|[a-z]+:[a-z]+");

  /** What stands between words, scopes among them. */
  private static final Pattern NO_WORD = Pattern.compile("[^\\w:]+|:(?!\\w)");

  private static final Pattern DRAWING = Pattern.compile("(?s)```mermaid\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

  /** A row of the rooms: the room, and its central type. */
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `(\\w+)` \\| `([A-Z]\\w+)` \\|");

  /** A row of the stored: the room, and its tables. */
  private static final Pattern STORED =
      Pattern.compile("(?m)^\\| (?:`\\w+`|wiring \\(`\\w+`\\)) \\| (`[a-z_]+`[^|\n]*) \\|$");

  @Test
  void theDrawingsAndTheTextNameClassesThatExist() {
    var named = new TreeSet<String>();
    String text = DRAWING.matcher(ARCHITECTURE).replaceAll("");
    code(text).forEach(named::add);
    List<String> drawings = found(DRAWING, ARCHITECTURE);
    drawings.forEach(drawing -> named.addAll(found(BOX, withoutLabels(drawing))));
    named.removeIf(CLASS.asMatchPredicate().negate());
    assertThat(drawings).hasSize(2);
    assertThat(named).hasSizeGreaterThan(80).filteredOn(name -> !exists(name)).isEmpty();
  }

  @Test
  void eachRoomHasItsCentralType() {
    List<MatchResult> rooms = ROOM.matcher(ARCHITECTURE).results().toList();
    assertThat(rooms)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            row ->
                assertThat(classes("src/main/java/rasl/" + row.group(1))).contains(row.group(2)));
  }

  @Test
  void eachTableIsMadeByAMigration() {
    String schema = String.join("\n", texts("src/main/resources/db/migration"));
    List<String> tables =
        found(STORED, ARCHITECTURE).stream()
            .flatMap(PagesTest::code)
            .filter(name -> name.matches("[a-z_]+"))
            .toList();
    assertThat(tables)
        .hasSizeGreaterThan(35)
        .allSatisfy(table -> assertThat(schema).containsPattern("create table " + table + " "));
  }

  @Test
  void eachEndpointIsInTheContract() {
    assertThat(code(COMPATIBILITY).filter(ENDPOINT.asMatchPredicate()))
        .hasSizeGreaterThan(50)
        .isSubsetOf(operations());
  }

  @Test
  void eachErrorAndScopeIsInTheContract() {
    Set<String> words = CONTRACT.lines().flatMap(NO_WORD::splitAsStream).collect(toSet());
    assertThat(code(COMPATIBILITY).filter(ERROR_OR_SCOPE.asMatchPredicate()))
        .hasSizeGreaterThan(50)
        .isSubsetOf(words);
  }

  @Test
  void eachLinkOfTheDocumentationLeadsToAFile() {
    List<Path> pages = new ArrayList<>(files("docs"));
    pages.add(Path.of("README.md"));
    pages.add(Path.of("CONTRIBUTING.md"));
    pages.add(Path.of("CHANGELOG.md"));
    assertThat(pages)
        .allSatisfy(
            page ->
                assertThat(found(LINK, read(page)))
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists()));
  }

  /** Read by its indentation: the whole file as a tree takes a second. */
  private static Set<String> operations() {
    var operations = new TreeSet<String>();
    String path = "";
    for (String line : CONTRACT.lines().toList()) {
      if (line.matches("  /.*:")) {
        path = line.strip().replace("/api/v2", "").replace(":", "");
      } else if (line.matches("    (get|post|put|patch|delete):")) {
        operations.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return operations;
  }

  private static boolean exists(String name) {
    return CLASSES.contains(name) || Set.of("XModule", "XApi", "XStore").contains(name);
  }

  /** The text of a box is free. */
  private static String withoutLabels(String drawing) {
    return drawing.replaceAll("\\[\"[^\"]*\"]", "[").replaceAll("\\|[^|]*\\|", " ");
  }

  private static Stream<String> code(String text) {
    return found(CODE, text).stream();
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static Set<String> classes(String... folders) {
    return Stream.of(folders)
        .flatMap(folder -> files(folder).stream())
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".java"))
        .map(name -> name.substring(0, name.length() - ".java".length()))
        .collect(toSet());
  }

  private static List<String> texts(String folder) {
    return files(folder).stream().map(PagesTest::read).toList();
  }

  private static List<Path> files(String folder) {
    try (Stream<Path> walk = Files.walk(Path.of(folder))) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
