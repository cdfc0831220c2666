package rasl.simulator;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks the object that a message's type names: its lengths and values. */
final class ContentCheck {
  static final int MAX_TEXT = 4096;
  static final int MAX_CAPTION = 1024;

  /** Meta names no limit. */
  private static final int MAX_FILENAME = 255;

  private static final int MOST_CONTACTS = 257;
  private static final Pattern BIRTHDAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final List<String> NAME_PARTS =
      List.of("first_name", "last_name", "middle_name", "suffix", "prefix");

  private ContentCheck() {}

  static void check(String type, Param content) {
    switch (type) {
      case "text" -> text(content);
      case "image", "video", "document", "audio", "sticker" -> media(type, content);
      case "location" -> location(content);
      case "contacts" -> contacts(content);
      case "reaction" -> reaction(content);
      case "interactive" -> InteractiveCheck.check(content);
      default -> TemplateShape.check(content);
    }
  }

  private static void text(Param text) {
    String _ = text.get("body").text(MAX_TEXT);
    text.get("preview_url").optionalFlag();
  }

  /** A file, named by exactly one of its id and its link. */
  static void media(String type, Param media) {
    Param id = media.get("id");
    Param link = media.get("link");
    if (id.isPresent() == link.isPresent()) {
      throw MetaError.parameter(
              "The parameter " + media.name() + " needs exactly one of 'id' and 'link'.")
          .thrown();
    }
    if (link.isPresent()) {
      checkLink(link);
    } else if (!id.node().asString("").matches("[0-9]{1,20}")) {
      throw notOurs(id);
    }
    Param caption = media.get("caption");
    if (caption.isPresent() && (type.equals("audio") || type.equals("sticker"))) {
      throw caption.wrong("is not allowed for messages of type " + type + ".");
    }
    String _ = caption.optionalText(MAX_CAPTION);
    String _ = media.get("filename").optionalText(MAX_FILENAME);
    media.get("voice").optionalFlag();
  }

  static GraphRefusedException notOurs(Param id) {
    return MetaError.parameter(
            "Param " + id.name() + " is not a valid whatsapp business account media attachment ID")
        .thrown();
  }

  private static void checkLink(Param link) {
    if (Links.host(link.text(2048)).isEmpty()) {
      throw link.wrong("is not a valid URI.");
    }
  }

  private static void location(Param location) {
    coordinate(location.get("latitude"), 90);
    coordinate(location.get("longitude"), 180);
    String _ = location.get("name").optionalText(1000);
    String _ = location.get("address").optionalText(1000);
  }

  private static void coordinate(Param value, double most) {
    if (value.isAbsent()) {
      throw MetaError.parameter("The parameter " + value.name() + " is required.").thrown();
    }
    double degrees = Double.NaN;
    try {
      degrees = Double.parseDouble(value.node().asString(""));
    } catch (NumberFormatException _) {
      // Stays "not a number", which is refused below.
    }
    if (!(Math.abs(degrees) <= most)) {
      throw Param.invalid("Param " + value.name() + " is not a valid coordinate");
    }
  }

  private static void contacts(Param contacts) {
    List<Param> all = contacts.array();
    if (all.isEmpty() || all.size() > MOST_CONTACTS) {
      throw contacts.wrong("must have 1 to " + MOST_CONTACTS + " elements.");
    }
    for (Param contact : all) {
      Param name = contact.get("name").object();
      String _ = name.get("formatted_name").text(1000);
      if (NAME_PARTS.stream().allMatch(part -> name.get(part).isAbsent())) {
        throw MetaError.of(
                131008, "At least one of the optional parameters of " + name.name() + " is needed")
            .thrown();
      }
      JsonNode birthday = contact.get("birthday").node();
      if (!birthday.isMissingNode() && !BIRTHDAY.matcher(birthday.asString("")).matches()) {
        throw Param.invalid("Param " + contact.name() + "['birthday'] must be YYYY-MM-DD");
      }
    }
  }

  private static void reaction(Param reaction) {
    String _ = reaction.get("message_id").text(1000);
    Param emoji = reaction.get("emoji");
    if (emoji.isPresent() && !emoji.node().isString()) {
      throw emoji.wrong("must be a string.");
    }
    String value = emoji.node().asString("");
    if (!value.isEmpty()
        && (value.length() > 32
            || value.chars().anyMatch(c -> c < 0x80 && Character.isLetter(c)))) {
      throw Param.invalid("Param " + emoji.name() + " must be one emoji");
    }
  }
}
