package rasl.server;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.cli.CommandFailedException;

/** Puts into words why something cannot listen, and which setting mends it. */
final class PortInUse {
  private PortInUse() {}

  /**
   * Starts something that listens.
   *
   * @param what listens, for the words
   * @param where the address and port that it was to have
   * @param setting the name of its port's setting
   * @throws CommandFailedException where the port cannot be had
   */
  static <T> T orExplain(String what, String where, String setting, Supplier<T> start) {
    try {
      return start.get();
    } catch (UncheckedIOException e) {
      BindException refused = bindException(e);
      if (refused == null) {
        throw e;
      }
      throw new CommandFailedException(
          what + " cannot listen on " + where + ": " + why(refused, setting), e);
    }
  }

  private static String why(BindException refused, String setting) {
    String words = String.valueOf(refused.getMessage());
    if (words.contains("in use")) {
      return "the port is in use. Stop what uses it, or give another by "
          + setting
          + " (0 takes a free one).";
    }
    if (words.contains("ermission")) {
      return "a port below 1024 is for root. Give another by " + setting + ".";
    }
    return words + ". See " + setting + " and RASL_LISTEN.";
  }

  private static @Nullable BindException bindException(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException refused) {
        return refused;
      }
    }
    return null;
  }
}
