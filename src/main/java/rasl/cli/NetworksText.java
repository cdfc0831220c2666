package rasl.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import rasl.http.Networks;

/** Reads a comma list of networks such as {@code 203.0.113.0/24,::1}. */
final class NetworksText implements ITypeConverter<Networks> {

  @Override
  public Networks convert(String text) {
    try {
      return Networks.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
