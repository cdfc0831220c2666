package rasl.media;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.crypto.DerivedKey;
import rasl.crypto.Macs;
import rasl.db.TenantId;

/** URLs under which anybody who has them can fetch files, for a while. */
final class MediaUrls {
  static final String ROUTE = "/media/{key}";

  private static final Pattern KEY =
      Pattern.compile("([1-9][0-9]{0,17})-([1-9][0-9]{0,17})-([0-9]{1,12})-([0-9a-f]{40})");
  private static final int MAC_BYTES = 20;

  private final Macs macs;
  private final Supplier<URI> base;
  private final Duration life;
  private final Clock clock;

  /**
   * @param base of the URLs, without a slash at its end; known once the server listens
   */
  MediaUrls(DerivedKey key, Supplier<URI> base, Duration life, Clock clock) {
    this.macs = new Macs(key);
    this.base = base;
    this.life = life;
    this.clock = clock;
  }

  /** Which file a URL is for. */
  record Target(TenantId tenant, long media) {}

  String url(TenantId tenant, long media) {
    long until = clock.instant().plus(life).getEpochSecond();
    return "%s/media/%d-%d-%d-%s"
        .formatted(base.get(), tenant.value(), media, until, mac(tenant.value(), media, until));
  }

  /** Reads the last part of a URL; empty if it is not ours, was changed, or is too old. */
  Optional<Target> read(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long tenant = Long.parseLong(parts.group(1));
    long media = Long.parseLong(parts.group(2));
    long until = Long.parseLong(parts.group(3));
    boolean ours = Macs.constantTimeEquals(mac(tenant, media, until), parts.group(4));
    return ours && clock.instant().isBefore(Instant.ofEpochSecond(until))
        ? Optional.of(new Target(new TenantId(tenant), media))
        : Optional.empty();
  }

  private String mac(long tenant, long media, long until) {
    byte[] mac = macs.mac(String.valueOf(tenant), String.valueOf(media), String.valueOf(until));
    return HexFormat.of().formatHex(mac, 0, MAC_BYTES);
  }
}
