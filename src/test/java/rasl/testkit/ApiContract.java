package rasl.testkit;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rasl.http.RawResponse;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks answers against {@code api/openapi.yaml}. What is refused before an operation is found
 * must at least be in the envelope of errors.
 */
public final class ApiContract {
  private static final String NO_OPERATION = "/no-operation";

  /** Refused by the server library, or before the path is looked at. */
  private static final Set<Integer> BEFORE_ANY_OPERATION = Set.of(414, 426, 431, 505);

  /** What every HTTP server sends, and what is not worth a line in each answer's description. */
  private static final Set<String> UNREMARKABLE =
      Set.of(
          "cache-control",
          "connection",
          "content-length",
          "content-security-policy",
          "content-type",
          "date",
          "transfer-encoding",
          "x-content-type-options");

  private final OpenApiFile file;
  private final OpenApiFile wholeRows;
  private final List<Documented> operations;
  private final OpenApiInteractionValidator refusals;

  /** An operation, how its paths look, and who judges its answers: made when they are needed. */
  private record Documented(
      OpenApiFile.Operation operation,
      Pattern path,
      Map<OpenApiFile, OpenApiInteractionValidator> judges) {
    static Documented of(OpenApiFile.Operation operation) {
      var path = Pattern.compile(operation.path().replaceAll("\\{[^}]+}", "[^/]+"));
      return new Documented(operation, path, Collections.synchronizedMap(new IdentityHashMap<>()));
    }

    boolean takes(String method, String bare) {
      return operation.method().equals(method) && path.matcher(bare).matches();
    }

    /** Knows this operation alone: one that knows all of them is slow to make and to ask. */
    OpenApiInteractionValidator judge(OpenApiFile file) {
      return judges.computeIfAbsent(file, this::made);
    }

    private OpenApiInteractionValidator made(OpenApiFile file) {
      JsonNode all = file.tree().path("paths").path(operation.path());
      ObjectNode paths = Json.mapper().createObjectNode();
      ObjectNode path = paths.putObject(operation.path());
      path.set(
          operation.method().toLowerCase(Locale.ROOT),
          all.path(operation.method().toLowerCase(Locale.ROOT)));
      if (all.has("parameters")) {
        path.set("parameters", all.path("parameters"));
      }
      return validator(file.reducedTo(paths));
    }
  }

  ApiContract(OpenApiFile file) {
    this.file = file;
    wholeRows = withWholeRows(file);
    operations = file.operations().stream().map(Documented::of).toList();
    refusals = validator(file.reducedTo(noOperation()));
  }

  /** The contract of this source tree; read once. */
  public static ApiContract published() {
    return Published.CONTRACT;
  }

  /**
   * Checks an answer.
   *
   * @param path with query, as it was called
   * @throws AssertionError with all that is wrong
   */
  public void check(String method, String path, RawResponse answer) {
    if (method.equals("HEAD")) {
      return; // A GET whose body stays behind: there is nothing to check that GET does not show.
    }
    int query = path.indexOf('?');
    String bare = withoutSlashAtTheEnd(query < 0 ? path : path.substring(0, query));
    boolean fields = query >= 0 && path.substring(query).matches(".*[?&]fields=.*");
    Set<String> faults = new TreeSet<>();
    documented(method, bare)
        .filter(_ -> !BEFORE_ANY_OPERATION.contains(answer.status()))
        .ifPresentOrElse(
            operation -> {
              var judge = operation.judge(fields ? file : wholeRows);
              faults.addAll(faults(judge, method, bare, answer));
              faults.addAll(undocumentedHeaders(operation.operation(), answer));
            },
            () -> faults.addAll(faultsOutsideOfOperations(answer)));
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s: the answer is not as documented:%n- %s%n%d %s"
              .formatted(
                  method,
                  path,
                  String.join("\n- ", faults),
                  answer.status(),
                  new String(answer.body(), StandardCharsets.UTF_8)));
    }
  }

  /** The operation that a path without query belongs to: a literal goes before a parameter. */
  private Optional<Documented> documented(String method, String bare) {
    return operations.stream()
        .filter(one -> one.takes(method, bare))
        .min(Comparator.comparing(one -> one.operation().path().contains("{")));
  }

  /** The server ignores one. */
  private static String withoutSlashAtTheEnd(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private Set<String> faultsOutsideOfOperations(RawResponse answer) {
    Set<String> faults = faults(refusals, "GET", NO_OPERATION, answer);
    if (answer.status() < 400) {
      faults.add("Nothing but a refusal may come from what is no operation.");
    }
    if (answer.status() == 405 && !answer.headers().containsKey("Allow")) {
      faults.add("Wrong methods are told the right ones in the header Allow.");
    }
    return faults;
  }

  private static Set<String> faults(
      OpenApiInteractionValidator validator, String method, String path, RawResponse answer) {
    ValidationReport report =
        validator.validateResponse(path, Request.Method.valueOf(method), response(answer));
    return report.getMessages().stream()
        .map(ValidationReport.Message::getMessage)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The validator lets them pass. */
  private Set<String> undocumentedHeaders(OpenApiFile.Operation operation, RawResponse answer) {
    JsonNode response = operation.node().path("responses").path(Integer.toString(answer.status()));
    Set<String> documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    documented.addAll(file.resolved(response).path("headers").propertyNames());
    return answer.headers().keySet().stream()
        .filter(name -> !UNREMARKABLE.contains(name.toLowerCase(Locale.ROOT)))
        .filter(name -> !documented.contains(name))
        .map(name -> "The header " + name + " is not documented.")
        .collect(Collectors.toSet());
  }

  private static SimpleResponse response(RawResponse answer) {
    var response = SimpleResponse.Builder.status(answer.status()).withBody(answer.body());
    answer.headers().forEach(response::withHeader);
    return response.build();
  }

  /** Rows of lists may lack a field only where {@code fields} asked for others. */
  private static OpenApiFile withWholeRows(OpenApiFile file) {
    OpenApiFile strict = file.copy();
    for (var schema : strict.tree().path("components").path("schemas").properties()) {
      if (schema.getKey().endsWith("Row")) {
        var required = ((ObjectNode) schema.getValue()).putArray("required");
        schema.getValue().path("properties").propertyNames().forEach(required::add);
      }
    }
    return strict;
  }

  private static ObjectNode noOperation() {
    JsonNode anyError =
        Json.parse(
            """
            {"get": {"responses": {"default": {"description": "Refused", "content":
              {"application/json": {"schema": {"$ref": "#/components/schemas/AnyErrorAnswer"}}}}}}}
            """);
    ObjectNode paths = Json.mapper().createObjectNode();
    paths.set(NO_OPERATION, anyError);
    return paths;
  }

  private static OpenApiInteractionValidator validator(OpenApiFile file) {
    return OpenApiInteractionValidator.createForInlineApiSpecification(Json.write(file.tree()))
        .build();
  }

  private static final class Published {
    static final ApiContract CONTRACT = new ApiContract(OpenApiFile.published());
  }
}
