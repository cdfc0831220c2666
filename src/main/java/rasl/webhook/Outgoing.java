package rasl.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import rasl.http.out.AddressGuard;
import rasl.http.out.BlockedAddressException;
import rasl.http.out.OutgoingAnswer;
import rasl.http.out.OutgoingCall;
import rasl.http.out.OutgoingClient;

/** Makes single attempts: signs, sends, and says what came of it. Nothing is stored here. */
final class Outgoing implements AutoCloseable {
  /** Contract 4.2: 2xx within this time is success. */
  static final Duration DEADLINE = Duration.ofSeconds(15);

  /**
   * What is said of a name that nobody knows and of one that must not be called: to tell them apart
   * would show which names our own network has.
   */
  static final String NOT_REACHABLE =
      "must lead to a public address: there is none behind it that may be called.";

  private static final int LONGEST_ANSWER = 16 * 1024;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final OutgoingClient http;
  private final Duration deadline;
  private final Clock clock;
  private final LongSupplier nanos;

  /**
   * @param most how many attempts run at once
   * @param deadline {@link #DEADLINE} but in tests
   * @param nanos measures spans
   */
  Outgoing(AddressGuard guard, int most, Duration deadline, Clock clock, LongSupplier nanos) {
    this.http = new OutgoingClient("webhooks", guard, most);
    this.deadline = deadline;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** One attempt. */
  Outcome attempt(Target target, Parcel parcel) throws InterruptedException {
    Instant at = clock.instant();
    long began = nanos.getAsLong();
    byte[] body = Bodies.of(target.endpoint().settings().format(), parcel);
    var call =
        OutgoingCall.post(
            URI.create(target.endpoint().settings().url()),
            headers(target, parcel, body, at),
            body,
            deadline);
    try {
      return http.call(call, answer -> answered(target, answer, at, began));
    } catch (IOException | RuntimeException e) {
      return failed(target, at, began, words(e));
    }
  }

  private static Map<String, String> headers(
      Target target, Parcel parcel, byte[] body, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>(target.headers().values());
    headers.putAll(Signing.headers(target, parcel, body, now));
    return headers;
  }

  /** Its status decides; of its body only the beginning is wanted, and it may break off. */
  private Outcome answered(Target target, OutgoingAnswer answer, Instant at, long began) {
    return new Outcome(
        target.endpoint().settings().url(),
        target.headers().names(),
        at,
        since(began),
        OptionalInt.of(answer.status()),
        Optional.empty(),
        beginning(answer.body()),
        answer.header("Retry-After").flatMap(text -> retryAfter(text, at)));
  }

  private Outcome failed(Target target, Instant at, long began, String why) {
    return new Outcome(
        target.endpoint().settings().url(),
        target.headers().names(),
        at,
        since(began),
        OptionalInt.empty(),
        Optional.of(why),
        "",
        Optional.empty());
  }

  private Duration since(long began) {
    return Duration.ofNanos(nanos.getAsLong() - began);
  }

  private static String beginning(InputStream body) {
    var bytes = new byte[LONGEST_ANSWER];
    int read = 0;
    try {
      int more = 0;
      while (more >= 0 && read < bytes.length) {
        read += more;
        more = body.read(bytes, read, bytes.length - read);
      }
    } catch (IOException _) {
      // What came of it is shown.
    }
    return new String(bytes, 0, read, StandardCharsets.UTF_8).replace('\0', '\ufffd');
  }

  /** Seconds, or a date (RFC 9110, section 10.2.3). */
  static Optional<Duration> retryAfter(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private String words(Exception fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof BlockedAddressException || cause instanceof UnknownHostException) {
        return "The address " + NOT_REACHABLE;
      }
      if (cause instanceof TimeoutException || isTimeout(cause)) {
        return "There was no answer within " + deadline.toSeconds() + " seconds.";
      }
      if (cause instanceof SSLException) {
        return "The TLS connection failed: the certificate must be valid for this host.";
      }
      if (cause instanceof ConnectException) {
        return "The connection was refused.";
      }
    }
    return "The connection broke off before there was an answer.";
  }

  private static boolean isTimeout(Throwable cause) {
    return cause instanceof java.net.SocketTimeoutException;
  }

  @Override
  public void close() {
    http.close();
  }
}
