package rasl.config;

import java.time.Duration;
import java.util.List;

/**
 * One setting, as data: reading, help and documentation all come from it.
 *
 * @param name of the environment variable
 * @param standard what holds where it is not given
 * @param meaning one or two sentences for the operator
 * @param example a value that would be accepted
 */
public record Setting(
    String name, Group group, Kind kind, Standard standard, String meaning, String example) {

  /** Under which heading a setting is shown. */
  public enum Group {
    SERVER("Server"),
    DATA("Data and database"),
    MEDIA("Files"),
    WHATSAPP("WhatsApp"),
    WORK("Work"),
    LAUNCHER("Launcher");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** The value of a setting that is not given. */
  public sealed interface Standard {
    /** This value. */
    record Value(String text) implements Standard {}

    /** Something that depends on other settings or on the mode, or nothing at all. */
    record Rule(String words) implements Standard {}

    /** For the operator. */
    default String words() {
      return switch (this) {
        case Value(var text) -> text;
        case Rule(var words) -> words;
      };
    }
  }

  /** Which values a setting takes. */
  public sealed interface Kind {
    record Whole(int min, int max) implements Kind {}

    record Time(Duration min, Duration max) implements Kind {}

    record Text(String form) implements Kind {}

    record Hidden(String form) implements Kind {}

    record Choice(List<String> values) implements Kind {}

    /** For the operator. */
    default String words() {
      return switch (this) {
        case Whole(int min, int max) -> "whole number, " + min + " to " + max;
        case Time(var min, var max) ->
            "duration, " + Durations.text(min) + " to " + Durations.text(max);
        case Text(var form) -> form;
        case Hidden(var form) -> form + " (secret)";
        case Choice(var values) -> "one of " + String.join(", ", values);
      };
    }
  }
}
