package rasl;

import java.util.Map;
import rasl.testkit.Api;

/** The kinds of named records that tests walk through: what holds for one holds for the others. */
enum NamedKindUnderTest {
  SOURCE("Source", "/api/v2/sources"),
  STATUS("Status", "/api/v2/statuses");

  private final String title;
  private final String path;

  NamedKindUnderTest(String title, String path) {
    this.title = title;
    this.path = path;
  }

  /** As it begins messages, such as {@code Source}. */
  String title() {
    return title;
  }

  /** The list's path. */
  String path() {
    return path;
  }

  String path(long id) {
    return path + "/" + id;
  }

  /** As it stands in events, and as its table is called. */
  String word() {
    return title.toLowerCase(java.util.Locale.ROOT);
  }

  /** Creates a record and gives its id. */
  long create(Api api, String name) {
    return api.post(201, path, Map.of("name", name)).data().path("id").asLong();
  }
}
