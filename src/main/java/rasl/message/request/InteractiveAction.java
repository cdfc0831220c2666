package rasl.message.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.http.Fields;

/** What can be tapped in an interactive message, with all of WhatsApp's limits. */
final class InteractiveAction {
  private static final int MOST_BUTTONS = 3;
  private static final int MOST_SECTIONS = 10;

  /** In all sections together. */
  private static final int MOST_ROWS = 10;

  private static final int MAX_BUTTON_ID = 256;
  private static final int MAX_BUTTON_TITLE = 20;
  private static final int MAX_ROW_ID = 200;
  private static final int MAX_TITLE = 24;
  private static final int MAX_DESCRIPTION = 72;
  private static final String ID = "id";
  private static final String TITLE = "title";

  private InteractiveAction() {}

  /** Up to three reply buttons; what is wrong is noted in the fields. */
  static Map<String, Object> buttons(Fields in) {
    Set<String> ids = new HashSet<>();
    Set<String> titles = new HashSet<>();
    List<Map<String, Object>> buttons = new ArrayList<>();
    for (Fields button : in.requiredObjects("buttons", 1, MOST_BUTTONS)) {
      String id = unique(button, ID, MAX_BUTTON_ID, ids);
      String title = unique(button, TITLE, MAX_BUTTON_TITLE, titles);
      buttons.add(Map.of("type", "reply", "reply", Map.of(ID, id, TITLE, title)));
    }
    return Map.of("buttons", buttons);
  }

  /** A list behind a button; what is wrong is noted in the fields. */
  static Map<String, Object> list(Fields in) {
    String button = in.requiredText("list_button_text", MAX_BUTTON_TITLE);
    Set<String> ids = new HashSet<>();
    List<Map<String, Object>> sections = new ArrayList<>();
    int rows = 0;
    for (Fields section : in.requiredObjects("sections", 1, MOST_SECTIONS)) {
      List<Map<String, Object>> inside = new ArrayList<>();
      for (Fields row : section.requiredObjects("rows", 1, MOST_ROWS)) {
        inside.add(row(row, ids));
      }
      rows += inside.size();
      sections.add(Map.of(TITLE, section.requiredText(TITLE, MAX_TITLE), "rows", inside));
    }
    if (rows > MOST_ROWS) {
      in.fault("sections", "The sections must not have more than 10 rows in all.");
    }
    return Map.of("button", button, "sections", sections);
  }

  private static Map<String, Object> row(Fields in, Set<String> ids) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(ID, unique(in, ID, MAX_ROW_ID, ids));
    row.put(TITLE, in.requiredText(TITLE, MAX_TITLE));
    in.text("description", MAX_DESCRIPTION).ifPresent(text -> row.put("description", text));
    return row;
  }

  private static String unique(Fields in, String name, int max, Set<String> seen) {
    String text = in.requiredText(name, max);
    if (!text.isEmpty() && !seen.add(text)) {
      in.fault(name, "The " + name + " must be unique in the message.");
    }
    return text;
  }
}
