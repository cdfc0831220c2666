package rasl.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import rasl.crypto.Macs;

/** The URLs under which files can be fetched for five minutes. */
final class MediaUrls {
  static final String PATH = "/whatsapp_business/attachments/";
  private static final Duration VALID = Duration.ofMinutes(5);

  private final CompletableFuture<URI> base;

  /**
   * @param base where the simulator listens, known once it does
   */
  MediaUrls(CompletableFuture<URI> base) {
    this.base = base;
  }

  String base() {
    return base.join().toString();
  }

  String url(SimulatorAccount account, String mediaId, Instant now) {
    long until = now.plus(VALID).getEpochSecond();
    return base()
        + PATH
        + "?mid="
        + mediaId
        + "&ext="
        + until
        + "&hash="
        + hash(account, mediaId, until);
  }

  /** Whether this URL was made here and is young enough. */
  boolean isValid(SimulatorAccount account, String mediaId, long until, String hash, Instant now) {
    return now.getEpochSecond() < until
        && Macs.constantTimeEquals(hash(account, mediaId, until), hash);
  }

  private static String hash(SimulatorAccount account, String mediaId, long until) {
    byte[] key = account.appSecret().getBytes(StandardCharsets.UTF_8);
    byte[] text = (mediaId + "/" + until).getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(Macs.hmacSha256(key, text));
  }
}
