package rasl.simulator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An error on its way to the answer; expected, so it carries no stack trace. */
final class GraphRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient MetaError error;
  private final transient @Nullable ObjectNode beside;

  GraphRefusedException(MetaError error) {
    this(error, null);
  }

  /**
   * @param beside what the answer says besides the error
   */
  GraphRefusedException(MetaError error, @Nullable ObjectNode beside) {
    super(error.message(), null, false, false);
    this.error = error;
    this.beside = beside;
  }

  Optional<ObjectNode> beside() {
    return Optional.ofNullable(beside);
  }

  MetaError error() {
    return error;
  }
}
