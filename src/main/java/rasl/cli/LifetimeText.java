package rasl.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import rasl.config.Durations;

/** Reads how long something lasts: {@code 90d}, {@code 12h}, {@code 30m}. */
final class LifetimeText implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no duration; give " + Durations.FORM));
  }
}
