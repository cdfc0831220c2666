package rasl.simulator;

import java.util.ArrayList;
import java.util.List;

/** Checks the {@code interactive} object of a message, kind by kind. */
final class InteractiveCheck {
  private static final int MAX_BODY = 1024;
  private static final int MAX_LIST_BODY = 4096;
  private static final int MAX_HEADER = 60;
  private static final int MOST_ROWS = 10;
  private static final int MOST_PRODUCTS = 30;
  private static final List<String> KINDS =
      List.of(
          "button",
          "list",
          "cta_url",
          "flow",
          "location_request_message",
          "product",
          "product_list",
          "catalog_message",
          "call_permission_request",
          "voice_call",
          "request_contact_info",
          "carousel");

  private InteractiveCheck() {}

  static void check(Param interactive) {
    String kind = interactive.get("type").oneOf(KINDS);
    header(kind, interactive.get("header"));
    body(kind, interactive.get("body"));
    if (interactive.get("footer").isPresent()) {
      String _ = interactive.get("footer").object().get("text").text(MAX_HEADER);
    }
    Param action = interactive.get("action").object();
    switch (kind) {
      case "button" -> buttons(action.get("buttons"));
      case "list" -> list(action);
      case "cta_url" -> ctaUrl(action);
      case "flow" -> flow(action);
      case "location_request_message" -> named(action, "send_location");
      case "product" -> product(action);
      case "product_list" -> productList(action);
      case "voice_call" -> voiceCall(action);
      case "carousel" -> cards(action.get("cards"));
      default -> named(action, kind);
    }
  }

  private static void header(String kind, Param header) {
    if (header.isAbsent()) {
      if (kind.equals("product_list")) {
        throw MetaError.parameter("The parameter " + header.name() + " is required.").thrown();
      }
      return;
    }
    List<String> formats =
        switch (kind) {
          case "list", "product_list" -> List.of("text");
          case "button", "cta_url", "flow" -> List.of("text", "image", "video", "document");
          default ->
              throw header.wrong("is not allowed for interactive messages of type " + kind + ".");
        };
    String format = header.object().get("type").oneOf(formats);
    if (format.equals("text")) {
      if (header.get("text").isAbsent()) {
        throw Param.invalid("Text cannot be null for header type text");
      }
      String _ = header.get("text").label("Header text", MAX_HEADER);
    } else {
      ContentCheck.media(format, header.get(format).object());
    }
  }

  private static void body(String kind, Param body) {
    if (body.isAbsent() && kind.equals("product")) {
      return;
    }
    String _ =
        body.object()
            .get("text")
            .label("Body text", kind.equals("list") ? MAX_LIST_BODY : MAX_BODY);
  }

  private static void buttons(Param buttons) {
    List<Param> all = buttons.array();
    if (all.isEmpty() || all.size() > 3) {
      throw Param.invalid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
    }
    List<String> ids = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (Param button : all) {
      String _ = button.get("type").oneOf(List.of("reply"));
      Param reply = button.get("reply").object();
      ids.add(reply.get("id").label("Button id", 256));
      titles.add(reply.get("title").label("Button title", 20));
    }
    Param.distinct(ids, "button id");
    Param.distinct(titles, "button title");
  }

  private static void list(Param action) {
    String _ = action.get("button").label("Button label", 20);
    List<Param> sections = action.get("sections").array();
    if (sections.isEmpty() || sections.size() > MOST_ROWS) {
      throw Param.invalid(
          "Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
    }
    List<String> ids = new ArrayList<>();
    for (Param section : sections) {
      checkTitle(section, sections.size() > 1);
      List<Param> rows = section.get("rows").array();
      if (rows.isEmpty()) {
        throw Param.invalid("Section must have at least one row");
      }
      for (Param row : rows) {
        ids.add(row.get("id").label("Row id", 200));
        row(row);
      }
    }
    if (ids.size() > MOST_ROWS) {
      throw Param.invalid("Total row count exceed max allowed count: " + MOST_ROWS);
    }
    Param.distinct(ids, "row id");
  }

  private static void row(Param row) {
    String title = row.get("title").label("Row title", Integer.MAX_VALUE);
    if (Param.length(title) > 24) {
      throw Param.invalid("Row title is too long. Max length is 24");
    }
    if (Param.length(row.get("description").value()) > 72) {
      throw Param.invalid("Row description is too long. Max length is 72");
    }
  }

  private static void checkTitle(Param section, boolean required) {
    Param title = section.get("title");
    if (required || title.isPresent()) {
      String _ = title.label("Section title", 24);
    }
  }

  private static void ctaUrl(Param action) {
    named(action, "cta_url");
    Param parameters = action.get("parameters").object();
    String _ = parameters.get("display_text").label("Button label", 20);
    checkUrl(parameters.get("url"));
  }

  private static void checkUrl(Param url) {
    if (Links.host(url.text(2000)).isPresent()) {
      return;
    }
    throw Param.invalid("Param " + url.name() + " is not a valid URL");
  }

  private static void flow(Param action) {
    named(action, "flow");
    Param parameters = action.get("parameters").object();
    String _ = parameters.get("flow_message_version").oneOf(List.of("3"));
    if (parameters.get("flow_id").isPresent() == parameters.get("flow_name").isPresent()) {
      throw MetaError.of(131009, "Exactly one of flow_id and flow_name is needed").thrown();
    }
    String _ = parameters.get("flow_cta").label("Flow CTA", 30);
    if (parameters.get("mode").isPresent()) {
      String _ = parameters.get("mode").oneOf(List.of("draft", "published"));
    }
    if (parameters.get("flow_action").isPresent()) {
      String _ = parameters.get("flow_action").oneOf(List.of("navigate", "data_exchange"));
    }
  }

  private static void product(Param action) {
    String _ = action.get("catalog_id").text(256);
    String _ = action.get("product_retailer_id").text(256);
  }

  private static void productList(Param action) {
    String _ = action.get("catalog_id").text(256);
    List<Param> sections = action.get("sections").array();
    int products = 0;
    for (Param section : sections) {
      checkTitle(section, sections.size() > 1);
      for (Param item : section.get("product_items").array()) {
        String _ = item.get("product_retailer_id").text(256);
        products++;
      }
    }
    if (sections.isEmpty() || sections.size() > 10 || products < 1 || products > MOST_PRODUCTS) {
      throw Param.invalid("A product list has 1 to 10 sections and 1 to 30 products");
    }
  }

  private static void voiceCall(Param action) {
    named(action, "voice_call");
    Param minutes = action.get("parameters").get("ttl_minutes");
    if (minutes.isPresent()
        && !(minutes.value().matches("[1-9][0-9]{0,4}")
            && Integer.parseInt(minutes.value()) <= 43_200)) {
      throw Param.invalid("Param " + minutes.name() + " must be from 1 to 43200");
    }
    String _ = action.get("parameters").get("display_text").optionalText(20);
  }

  private static void cards(Param cards) {
    List<Param> all = cards.array();
    if (all.size() < 2 || all.size() > 10) {
      throw Param.invalid("Invalid cards count. Min allowed cards: 2, Max allowed cards: 10");
    }
    for (Param card : all) {
      if (!card.get("card_index").value().matches("[0-9]")) {
        throw MetaError.parameter("The parameter " + card.name() + "['card_index'] is required.")
            .thrown();
      }
      Param header = card.get("header").object();
      String format = header.get("type").oneOf(List.of("image", "video"));
      ContentCheck.media(format, header.get(format).object());
      if (card.get("action").object().get("name").isPresent()) {
        ctaUrl(card.get("action"));
      }
    }
  }

  private static void named(Param action, String name) {
    String _ = action.get("name").oneOf(List.of(name));
  }
}
