package rasl.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The settings are wrong. It has every fault, so that nobody needs a restart for each one. */
public final class ConfigFaultsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  public ConfigFaultsException(List<String> faults) {
    super(words(faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence a fault: wrong values, then what does not go together, then unknown names. */
  public List<String> faults() {
    return faults;
  }

  private static String words(List<String> faults) {
    String head =
        faults.size() == 1 ? "1 setting is wrong:" : faults.size() + " settings are wrong:";
    return IntStream.range(0, faults.size())
        .mapToObj(i -> "  " + (i + 1) + ". " + faults.get(i))
        .collect(Collectors.joining("\n", head + "\n", ""));
  }
}
