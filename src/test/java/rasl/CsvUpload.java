package rasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A file of contacts to be imported, with the fields that go with it. */
record CsvUpload(byte[] file, Map<String, String> fields) {
  static final String PATH = "/api/v2/contacts/imports";
  private static final Set<String> ENDS = Set.of("completed", "failed");

  CsvUpload(String csv) {
    this(csv.getBytes(UTF_8), Map.of());
  }

  /** The same with one field more. */
  CsvUpload with(String name, String value) {
    var more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new CsvUpload(file, more);
  }

  FormBody form() {
    var form = new FormBody();
    fields.forEach(form::field);
    return form.file("file", "people.csv", "text/csv", file);
  }

  JsonNode start(Api api) {
    return api.post(202, PATH, form()).data();
  }

  /** Uploads it and waits for the end. */
  JsonNode runAs(Api api) throws InterruptedException {
    return await(api, start(api).path("id").asLong());
  }

  /** The import once it is over. */
  static JsonNode await(Api api, long id) throws InterruptedException {
    String one = PATH + "/" + id;
    Waiting.until(
        Duration.ofSeconds(90),
        () -> ENDS.contains(api.get(200, one).data().path("state").asString()));
    return api.get(200, one).data();
  }

  /** What is wrong with the file, where it is refused at once. */
  String refusal(Api api) {
    return Crm.fault(api.post(422, PATH, form()), "file");
  }

  static String errors(Api api, JsonNode imported) {
    String path = PATH + "/" + imported.path("id").asLong() + "/errors.csv";
    String marked = new String(api.get(200, path).response().body(), UTF_8);
    // Without the mark a spreadsheet does not read Arabic.
    assertThat(marked).startsWith("\uFEFF");
    return marked.substring(1);
  }
}
