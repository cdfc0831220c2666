package rasl.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import rasl.http.Scope;

/** Reads {@code all} or a comma list of scopes. */
final class ScopesText implements ITypeConverter<Set<Scope>> {

  @Override
  public Set<Scope> convert(String text) {
    if (text.equals("all")) {
      return EnumSet.allOf(Scope.class);
    }
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .map(name -> Scope.parse(name).orElseThrow(() -> unknown(name)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static TypeConversionException unknown(String name) {
    String known = Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.joining(", "));
    return new TypeConversionException(
        "'" + name + "' is no scope; give all, or a comma list of: " + known);
  }
}
