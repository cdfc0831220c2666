package rasl.shop.receive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.crypto.Hashes;
import rasl.http.RawResponse;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.json.Json;
import rasl.shop.connect.Platform;

/**
 * {@code /hooks/shops/{key}}: where shops post. The key selects the shop, whose secret checks the
 * raw bytes, and only then is the body looked at. What is answered 200 is stored, or was before.
 */
public final class ShopDoor {
  /** An order of 300 lines has less than half of it. */
  private static final int MAX_BODY = 2 << 20;

  private static final String PATH = "/hooks/shops/{key}";
  private static final String REASON = "shops sign their webhooks, or bring a password";
  private static final String UNKNOWN = "unknown";
  private static final Pattern TOPIC = Pattern.compile("[0-9A-Za-z_./:-]{1,80}");

  private final Doors doors;
  private final Arrivals arrivals;
  private final Refusals refusals;
  private final Counter forged;

  ShopDoor(Doors doors, Arrivals arrivals, Refusals refusals, MeterRegistry metrics) {
    this.doors = doors;
    this.arrivals = arrivals;
    this.refusals = refusals;
    this.forged =
        Counter.builder("rasl.shop.webhooks.forged")
            .description("Webhooks of shops with a missing or wrong signature")
            .register(metrics);
  }

  void addTo(Routes routes) {
    routes.add(
        new Routes.Route("POST", PATH, new Routes.Access.Open(REASON, this::receive), MAX_BODY));
  }

  private RawResponse receive(Request request) {
    Optional<Doors.Door> found = doors.find(request.pathText("key"));
    if (found.isEmpty()) {
      return refused();
    }
    Doors.Door door = found.get();
    Receiver receiver = Receiver.of(door.shop().platform());
    MessageDigest digest = Hashes.sha256();
    if (isPing(door, request)) {
      return taken();
    }
    if (!isOf(door, receiver, request, digest)) {
      refusals.count(door.address());
      return refused();
    }
    request.isFrom(door.address().tenant());
    arrivals.store(door.address().tenant(), arrival(door, receiver, request, digest.digest()));
    return taken();
  }

  private static boolean isPing(Doors.Door door, Request request) {
    return door.shop().platform() == Platform.WOOCOMMERCE && WooCommerce.isPing(request);
  }

  /** The body is read only where the call's head may be right. */
  private static boolean isOf(
      Doors.Door door, Receiver receiver, Request request, MessageDigest digest) {
    Optional<Proof> proof =
        door.secret().flatMap(secret -> receiver.proof(door.shop().settings(), secret, request));
    if (proof.isEmpty()) {
      return false;
    }
    request.receive(
        piece -> {
          proof.get().update(piece);
          digest.update(piece);
        });
    return proof.get().holds();
  }

  private static Arrival arrival(
      Doors.Door door, Receiver receiver, Request request, byte[] bodyHash) {
    String told = receiver.topic(request);
    String topic = TOPIC.matcher(told).matches() ? told : UNKNOWN;
    var same = new ArrayList<>(receiver.repeat(request));
    same.add(topic);
    if (receiver.comparesBodies(request)) {
      same.add(HexFormat.of().formatHex(bodyHash));
    }
    return new Arrival(
        door.shop().id(),
        topic,
        Optional.of(fingerprint(same)),
        receiver.known(request),
        request.bytes());
  }

  private static String fingerprint(List<String> same) {
    byte[] hash = Hashes.sha256(Json.write(same).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  private static RawResponse taken() {
    return RawResponse.json(200, "{\"success\":true}");
  }

  private RawResponse refused() {
    forged.increment();
    return RawResponse.json(401, "{\"success\":false,\"error\":\"wrong signature\"}");
  }
}
