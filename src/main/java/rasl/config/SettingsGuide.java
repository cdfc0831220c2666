package rasl.config;

import java.util.List;
import rasl.config.Setting.Group;

/** Tells people about the settings, from the same table that the server reads. */
public final class SettingsGuide {
  private static final String INTRODUCTION =
      """
      Settings are environment variables. All of them are checked at the start, and every fault is
      reported at once; a name that begins with RASL_ and is not listed here is a fault too. An
      empty value counts as not given.
      """;

  private SettingsGuide() {}

  /** As {@code ./rasl help config} prints it. */
  public static String text() {
    var text = new StringBuilder(INTRODUCTION);
    for (Group group : Group.values()) {
      text.append("\n").append(group.title()).append("\n");
      for (Setting setting : of(group)) {
        text.append(
            """

              %s
                  %s
                  Takes:   %s
                  Default: %s
                  Example: %s
            """
                .formatted(
                    setting.name(),
                    wrapped(setting.meaning()),
                    setting.kind().words(),
                    setting.standard().words(),
                    setting.example()));
      }
    }
    return text.toString();
  }

  /** The page {@code docs/configuration.md}. */
  public static String markdown() {
    var page = new StringBuilder("# Settings\n\n");
    page.append("This page is what `./rasl help config` prints: both come from the table that the");
    page.append(" server reads.\n\n").append(INTRODUCTION.replace("RASL_ ", "`RASL_` "));
    for (Group group : Group.values()) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append("| name | takes | default | meaning | example |\n|---|---|---|---|---|\n");
      for (Setting setting : of(group)) {
        page.append(
            "| `%s` | %s | %s | %s | `%s` |\n"
                .formatted(
                    setting.name(),
                    setting.kind().words(),
                    setting.standard().words().replace("<", "\\<"),
                    setting.meaning(),
                    setting.example()));
      }
    }
    return page.toString();
  }

  private static List<Setting> of(Group group) {
    return Settings.ALL.stream().filter(setting -> setting.group() == group).toList();
  }

  /** Breaks a sentence so that it fits a terminal of 80 columns under its indent. */
  private static String wrapped(String sentence) {
    var text = new StringBuilder();
    int column = 0;
    for (String word : sentence.split(" ", -1)) {
      if (column + word.length() > 72) {
        text.append("\n      ");
        column = 0;
      } else if (column > 0) {
        text.append(' ');
      }
      text.append(word);
      column += word.length() + 1;
    }
    return text.toString();
  }
}
