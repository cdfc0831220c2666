package rasl.cli;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of calls a minute, or {@code unlimited}. */
final class RateText implements ITypeConverter<OptionalInt> {
  private static final int MOST = 1_000_000;

  @Override
  public OptionalInt convert(String text) {
    if (text.equals("unlimited")) {
      return OptionalInt.empty();
    }
    if (text.matches("\\d{1,7}")) {
      int rate = Integer.parseInt(text);
      if (rate >= 1 && rate <= MOST) {
        return OptionalInt.of(rate);
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is no rate; give calls a minute, 1 to " + MOST + ", or unlimited");
  }
}
