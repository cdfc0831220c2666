package rasl.whatsapp.graph;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to do about an error of WhatsApp's: the one table of its codes (Meta's "Cloud API error
 * codes" page, with Meta's advice).
 */
public enum ErrorClass {
  /** Passing trouble on WhatsApp's side, or too much at once: again soon. */
  RETRY,
  /** As {@link #RETRY}, but it may be the request's own fault: a few times only. */
  RETRY_FEW,
  /** The same two numbers exchange too much: again after 4^n seconds. */
  PAIR_RETRY,
  /** A limit that takes hours to lift. */
  LATER,
  /** The request is wrong and will stay so. */
  FIX,
  /** This recipient cannot be reached. */
  PERMANENT,
  /** This recipient has had enough for today: not before a day has passed, and not by itself. */
  ANOTHER_DAY,
  /** The message needs a template, or another one. */
  TEMPLATE,
  /**
   * The number cannot send at all until someone repairs something: its sending stops, and what
   * waits stays queued. A limit on one country (130497) or on marketing (131063) is none of these,
   * since all else still goes.
   */
  HALT;

  /** With code 100: there is no such number, or the token may not use it. */
  private static final int UNKNOWN_OBJECT = 33;

  private static final Map<Integer, ErrorClass> BY_CODE =
      Stream.of(
              codes(RETRY_FEW, 1, 131000),
              codes(RETRY, 2, 4, 80007, 80008, 130429, 131016, 131057, 133000, 133004),
              codes(PAIR_RETRY, 131056),
              codes(LATER, 131048, 131064, 132015, 133008, 133009, 133015, 133016),
              codes(FIX, 100, 506, 803, 131008, 131009, 131021, 131030, 131051, 131053, 131055),
              codes(
                  FIX, 131062, 131063, 132000, 132005, 132008, 132012, 132018, 133005, 133006,
                  134100),
              codes(FIX, 135000, 136024),
              codes(PERMANENT, 130403, 130472, 130497, 131026, 131050, 131052, 137000),
              codes(ANOTHER_DAY, 131049),
              codes(TEMPLATE, 131047, 132001, 132007, 132016, 132068, 132069, 134102),
              codes(HALT, 0, 3, 10, 33, 104, 190, 368, 131005, 131031, 131037, 131042, 131045),
              codes(HALT, 133010, 134011),
              codes(RETRY, 134101))
          .flatMap(map -> map.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** Whether the same request may well succeed later, with nothing repaired. */
  public boolean passes() {
    return switch (this) {
      case RETRY, RETRY_FEW, PAIR_RETRY, LATER -> true;
      case FIX, PERMANENT, ANOTHER_DAY, TEMPLATE, HALT -> false;
    };
  }

  private static Map<Integer, ErrorClass> codes(ErrorClass errorClass, int... codes) {
    return java.util.Arrays.stream(codes)
        .boxed()
        .collect(Collectors.toMap(code -> code, _ -> errorClass));
  }

  /**
   * The class of an error; 200 to 299 are lost permissions, and codes that nobody knows are final
   * unless WhatsApp calls the trouble passing.
   */
  public static ErrorClass of(GraphError error) {
    if (error.code() == 100 && error.subcode() == UNKNOWN_OBJECT) {
      return HALT;
    }
    ErrorClass known = BY_CODE.get(error.code());
    if (known != null) {
      return known;
    }
    if (error.code() >= 200 && error.code() <= 299) {
      return HALT;
    }
    return error.isTransient() ? RETRY : FIX;
  }
}
