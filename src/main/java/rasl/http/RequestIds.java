package rasl.http;

import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Gives each request its id: the caller's own where it is a UUID, else a new one. */
final class RequestIds {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  private final RandomGenerator random;

  RequestIds(RandomGenerator random) {
    this.random = random;
  }

  String of(RawRequest request) {
    return request
        .header("x-request-id")
        .filter(id -> UUID_TEXT.matcher(id).matches())
        .orElseGet(this::next);
  }

  /** A new random UUID (version 4). */
  String next() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
