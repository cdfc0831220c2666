package rasl.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.disk.Spool;
import rasl.refusal.Refusal;

/** The body of a call: JSON, or a form where the route takes forms. Read once. */
final class CallBody implements AutoCloseable {
  private static final byte[] NO_FIELDS = {'{', '}'};
  private static final String FORM = "multipart/form-data";
  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?;?\\s*",
          Pattern.CASE_INSENSITIVE);

  private final RawRequest raw;
  private final Routes.Route route;
  private final Spool spool;
  private byte @Nullable [] bytes;
  private @Nullable Form form;

  CallBody(RawRequest raw, Routes.Route route, Spool spool) {
    this.raw = raw;
    this.route = route;
    this.spool = spool;
  }

  /** Takes the body in; refuses first what is declared too large, then a wrong media type. */
  void receive() {
    Optional<FormRule> rule = route.form().filter(_ -> isForm());
    checkDeclaredSize(rule.map(FormRule::maxBody).orElse((long) route.maxBody()));
    if (rule.isEmpty()) {
      checkJson();
      bytes();
    } else if (form == null) {
      form = FormReader.read(raw.body(), contentType(), rule.get(), spool);
    }
  }

  byte[] bytes() {
    byte[] read = bytes;
    if (read == null) {
      read = raw.body().read(route.maxBody());
      bytes = read;
    }
    return read.clone();
  }

  Fields fields() {
    receive();
    if (form != null) {
      return FormFields.of(form);
    }
    byte[] body = bytes();
    return JsonFields.of(body.length == 0 ? NO_FIELDS : body);
  }

  /** What makes two bodies the same request (contract 1.5). */
  List<byte[]> identity() {
    if (form == null) {
      return List.of(bytes());
    }
    var identity = new ArrayList<byte[]>(form.identity());
    identity.addFirst(FORM.getBytes(StandardCharsets.US_ASCII));
    return identity;
  }

  /** Deletes the files. */
  @Override
  public void close() {
    if (form != null) {
      form.close();
    }
  }

  private String contentType() {
    return raw.header("content-type").orElse("");
  }

  private boolean isForm() {
    return contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
  }

  private void checkJson() {
    String type = contentType();
    boolean jsonToo = route.form().map(FormRule::jsonToo).orElse(true);
    if ((!jsonToo || !isJson(type)) && bytes().length > 0) {
      throw new Refusal.UnsupportedMediaType(complaint(type, jsonToo)).thrown();
    }
  }

  private String complaint(String type, boolean jsonToo) {
    if (!jsonToo) {
      return "The body must be " + FORM;
    }
    String or = route.form().isPresent() ? " or " + FORM : "";
    return type.isBlank()
        ? "A body needs Content-Type: application/json" + or
        : "The body must be application/json in UTF-8" + or;
  }

  /** What nearly all clients send needs no pattern. */
  private static boolean isJson(String type) {
    return type.equals("application/json") || JSON.matcher(type.strip()).matches();
  }

  private void checkDeclaredSize(long max) {
    String declared = raw.header("content-length").orElse("").strip();
    boolean number = !declared.isEmpty() && declared.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number && (declared.length() > 15 || Long.parseLong(declared) > max)) {
      throw new Refusal.PayloadTooLarge(max).thrown();
    }
  }
}
