package rasl.audit;

import java.util.OptionalLong;

/**
 * What was changed.
 *
 * @param type such as {@code token}
 * @param id empty where there is only one, such as the settings of an account
 */
public record Target(String type, OptionalLong id) {

  /** One of many. */
  public static Target of(String type, long id) {
    return new Target(type, OptionalLong.of(id));
  }

  /** The only one. */
  public static Target of(String type) {
    return new Target(type, OptionalLong.empty());
  }
}
