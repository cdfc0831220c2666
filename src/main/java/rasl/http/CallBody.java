package rasl.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rasl.cpu.CpuPool;
import rasl.crypto.Macs;
import rasl.disk.Deposit;
import rasl.disk.DiskException;
import rasl.json.Json;
import rasl.json.JsonShape;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/** The body of a call: JSON, or a form where the route takes forms. Read once. */
final class CallBody implements AutoCloseable {
  /** More than that of a known caller's body goes to the spool. */
  private static final int IN_MEMORY = 1 << 20;

  /** Callers who are not known yet have less memory between them. */
  private static final int OF_STRANGERS_IN_MEMORY = 64 * 1024;

  /** The owner of what comes from callers who are not known yet. */
  private static final Object STRANGERS = "strangers";

  /** To read more than that takes so long that it is done in turns. */
  private static final int LARGE = 64 * 1024;

  private final RawRequest raw;
  private final Routes.Route route;
  private final Bodies bodies;
  private final MemoryBudget.Charge charge;
  private final Deposit deposit;
  private final ReceivedBody received;
  private final ContentType type;
  private Object owner = STRANGERS;
  private boolean arrived;
  private @Nullable JsonNode json;
  private @Nullable Form form;

  CallBody(RawRequest raw, Routes.Route route, Bodies bodies) {
    this.raw = raw;
    this.route = route;
    this.bodies = bodies;
    this.charge = bodies.memory().open();
    this.deposit = bodies.spool().deposit();
    this.received =
        new ReceivedBody(
            deposit,
            () -> owner,
            charge,
            route.isForStrangers() ? OF_STRANGERS_IN_MEMORY : IN_MEMORY);
    this.type = ContentType.of(raw.header("content-type").orElse(""));
  }

  /** From here on the memory that the body takes is its owner's. */
  void ownedBy(Object known) {
    owner = known;
    charge.moveTo(known);
  }

  /** Takes the body in, whatever it is, and shows it piece by piece while it arrives. */
  void receive(Consumer<byte[]> watch) {
    if (arrived) {
      return;
    }
    raw.body()
        .read(
            route.maxBody(),
            piece -> {
              watch.accept(piece);
              received.take(piece);
            });
    received.end();
    arrived = true;
  }

  /**
   * Takes in the body of a call with a token; refuses first what is declared too large, then a
   * wrong media type.
   *
   * @param fingerprint is given what makes two bodies the same request (contract 1.5)
   */
  void receive(Optional<Macs.Running> fingerprint) {
    Optional<FormRule> rule = route.form().filter(_ -> type.isForm());
    checkDeclaredSize(rule.map(FormRule::maxBody).orElse((long) route.maxBody()));
    if (rule.isEmpty()) {
      receiveJson(fingerprint);
    } else if (form == null) {
      String header = raw.header("content-type").orElse("");
      Form read =
          FormReader.read(raw.body(), header, rule.get(), new SpooledBy(deposit, owner), charge);
      form = read;
      fingerprint.ifPresent(mac -> identify(read, mac));
    }
  }

  private static void identify(Form form, Macs.Running mac) {
    mac.field(FormRule.TYPE.getBytes(StandardCharsets.US_ASCII));
    form.identity().forEach(mac::field);
  }

  private void receiveJson(Optional<Macs.Running> fingerprint) {
    boolean taken = type.isJson() && takesJson();
    // Of a body that does not tell its length the fingerprint is made when it is known.
    OptionalLong declared = declaredSize();
    Optional<Macs.Running> atOnce = fingerprint.filter(_ -> declared.isPresent());
    atOnce.ifPresent(mac -> mac.beginField((int) declared.orElse(0)));
    receive(
        piece -> {
          if (!taken && piece.length > 0) {
            throw new Refusal.UnsupportedMediaType(complaint()).thrown();
          }
          atOnce.ifPresent(mac -> mac.update(piece, piece.length));
        });
    if (atOnce.isEmpty()) {
      fingerprint.ifPresent(this::fingerprint);
    }
  }

  private void fingerprint(Macs.Running mac) {
    mac.beginField((int) received.size());
    try (InputStream in = received.open()) {
      byte[] piece = new byte[16 * 1024];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        mac.update(piece, count);
      }
    } catch (IOException e) {
      throw DiskException.of("a spooled body cannot be read", e);
    }
  }

  /** Whether a body came. */
  boolean isPresent() {
    return form != null || received.size() > 0;
  }

  Fields fields() {
    if (!arrived && form == null) {
      receive(Optional.empty());
    }
    return form == null ? JsonFields.of(json()) : FormFields.of(form);
  }

  /** The body as JSON; no body is an object without fields. */
  JsonNode json() {
    JsonNode read = json;
    if (read == null) {
      read = isLarge() ? inTurn(() -> Json.parse(reader())) : Json.parse(text());
      json = read;
    }
    return read;
  }

  /** As {@link #json()}, of what is wanted of an object. */
  JsonNode json(JsonShape shape) {
    return isLarge()
        ? inTurn(() -> Json.parse(reader(), shape))
        : Json.parse(new StringReader(text()), shape);
  }

  /** The raw body. */
  byte[] bytes() {
    charge.take(received.size());
    try (InputStream in = received.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw DiskException.of("a spooled body cannot be read", e);
    }
  }

  private boolean isLarge() {
    return received.size() > LARGE;
  }

  private JsonNode inTurn(CpuPool.Work<JsonNode, RuntimeException> work) {
    return bodies.cpu().run(owner, work);
  }

  private String text() {
    return received.size() == 0
        ? "{}"
        : Json.text(received.memory(), received.kept(), charge::take);
  }

  private Reader reader() {
    return Json.reader(received.open(), charge::take);
  }

  /** Deletes the files, and gives the memory back. */
  @Override
  public void close() {
    try {
      received.close();
      if (form != null) {
        form.close();
      }
    } finally {
      deposit.close();
      charge.close();
    }
  }

  private boolean takesJson() {
    return route.form().map(FormRule::jsonToo).orElse(true);
  }

  private String complaint() {
    if (!takesJson()) {
      return "The body must be " + FormRule.TYPE;
    }
    String or = route.form().isPresent() ? " or " + FormRule.TYPE : "";
    return raw.header("content-type").orElse("").isBlank()
        ? "A body needs Content-Type: application/json" + or
        : "The body must be application/json in UTF-8" + or;
  }

  private void checkDeclaredSize(long max) {
    if (declaredSize().orElse(0) > max) {
      throw new Refusal.PayloadTooLarge(max).thrown();
    }
  }

  /** Empty where the body does not tell its size ahead. */
  private OptionalLong declaredSize() {
    String declared = raw.header("content-length").orElse("").strip();
    boolean number = !declared.isEmpty() && declared.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || raw.header("transfer-encoding").isPresent()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(declared.length() > 15 ? Long.MAX_VALUE : Long.parseLong(declared));
  }
}
