package rasl.message.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.WhatsAppUser;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.message.Content;
import rasl.message.MessageStatus;
import rasl.message.accept.Draft;
import rasl.message.progress.MessageSecrets;
import rasl.message.progress.MessageStore;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.receive.InboxStore;
import rasl.whatsapp.receive.ReceiverClock;

/**
 * Finds out what attempts need before they call WhatsApp, for a group of one tenant's at once: most
 * of the cost of a small transaction is its trips to the database.
 */
public final class Preparation {
  /** How far the reading of webhooks may lag behind before an unknown outcome waits for it. */
  private static final Duration READING = Duration.ofSeconds(1);

  private static final String UNKNOWN_TWICE =
      "outcome unknown: twice no answer came from WhatsApp, and no status either";

  private final MessageStore messages;
  private final MessageSecrets secrets;
  private final ConnectionStore connections;
  private final Leaving leaving;
  private final ReceiverClock receiver;
  private final InboxStore inbox;
  private final Clock clock;

  public Preparation(
      MessageStore messages,
      MessageSecrets secrets,
      ConnectionStore connections,
      Leaving leaving,
      ReceiverClock receiver,
      InboxStore inbox,
      Clock clock) {
    this.messages = messages;
    this.secrets = secrets;
    this.connections = connections;
    this.leaving = leaving;
    this.receiver = receiver;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** What an attempt finds. */
  public sealed interface Prepared {
    /**
     * It can be sent.
     *
     * @param payload what goes to WhatsApp; it may hold a secret
     * @param notAfter when that has become useless
     */
    record Ready(
        MessageStore.Outgoing message,
        String payload,
        Optional<Instant> notAfter,
        Connection connection)
        implements Prepared {
      @Override
      public String toString() {
        return "Ready[" + message.id() + "]";
      }
    }

    record Nothing(AttemptResult result) implements Prepared {}
  }

  /** What is found out for all messages of a group at once. */
  private record Known(
      Optional<Connection> connection,
      Map<Long, MessageStore.Outgoing> messages,
      Map<Long, Content.Secret> secrets,
      Map<Long, String> refused) {}

  /**
   * What the attempt of a message needs that is taken in now and leaves at once; nothing is looked
   * for.
   */
  public static Prepared.Ready atOnce(Draft draft, Connection connection, Instant now) {
    Content content = draft.knownContent();
    var message =
        new MessageStore.Outgoing(
            draft.messageId,
            MessageStatus.QUEUED,
            new WhatsAppUser(draft.knownPhone().digits(), ""),
            OptionalLong.of(draft.knownContact().id()),
            content.type(),
            content.body(),
            content.payload(),
            content.secret().isPresent(),
            draft.wish().wording().isMarketing(),
            false,
            now,
            0,
            OptionalLong.empty(),
            false);
    return content
        .secret()
        .map(secret -> ready(message, secret, connection))
        .orElseGet(
            () -> new Prepared.Ready(message, payload(message), Optional.empty(), connection));
  }

  private static Prepared.Ready ready(
      MessageStore.Outgoing message, Content.Secret secret, Connection connection) {
    return new Prepared.Ready(
        message, secret.payload(), Optional.of(secret.notAfter()), connection);
  }

  /** For each attempt, in order: all that its call needs, or its result without a call. */
  public List<Prepared> prepare(TenantTx tx, List<Job> jobs) {
    List<MessageStore.Outgoing> waiting =
        messages.outgoing(tx, jobs.stream().map(Job::ref).toList()).stream()
            .filter(message -> message.status().isWaiting())
            .toList();
    noteDue(tx, waiting);
    Optional<Connection> connection = connections.find(tx);
    var known =
        new Known(
            connection,
            waiting.stream()
                .collect(Collectors.toMap(MessageStore.Outgoing::id, Function.identity())),
            secrets.open(tx, ids(waiting, MessageStore.Outgoing::sealed)),
            connection
                .map(there -> leaving.refused(tx, waiting, there, clock.instant()))
                .orElse(Map.of()));
    return jobs.stream().map(job -> prepare(tx, job, known)).toList();
  }

  private void noteDue(TenantTx tx, List<MessageStore.Outgoing> waiting) {
    List<Long> due = ids(waiting, message -> message.status() == MessageStatus.SCHEDULED);
    if (!due.isEmpty()) {
      messages.noteDue(tx, due, clock.instant());
    }
  }

  private static List<Long> ids(
      List<MessageStore.Outgoing> messages, Predicate<MessageStore.Outgoing> which) {
    return messages.stream().filter(which).map(MessageStore.Outgoing::id).toList();
  }

  private Prepared prepare(TenantTx tx, Job job, Known known) {
    MessageStore.@Nullable Outgoing message = known.messages().get(job.ref());
    if (message == null) {
      return new Prepared.Nothing(new AttemptResult.Overtaken());
    }
    // While it had to wait, an attempt cannot have sent anything before it died.
    if (job.lost() > 0 && !mustWait(tx, message)) {
      return new Prepared.Nothing(
          unknown(message, "the server stopped in the middle of sending", clock.instant()));
    }
    Optional<Duration> wait = lookingFor(tx, message);
    if (wait.isPresent()) {
      return new Prepared.Nothing(
          new AttemptResult.Waits(
              wait.get(),
              "outcome unknown, waiting for WhatsApp",
              AttemptResult.Waits.Cause.UNKNOWN));
    }
    if (known.connection().isEmpty()) {
      return failed("the account is no longer connected to WhatsApp");
    }
    @Nullable String refused = known.refused().get(message.id());
    if (refused != null) {
      return failed(refused);
    }
    Connection connection = known.connection().get();
    return message.sealed()
        ? secret(message, Optional.ofNullable(known.secrets().get(message.id())), connection)
        : new Prepared.Ready(message, payload(message), Optional.empty(), connection);
  }

  private static String payload(MessageStore.Outgoing message) {
    return message.payload() == null ? Content.textPayload(message.body()) : message.payload();
  }

  private Prepared secret(
      MessageStore.Outgoing message, Optional<Content.Secret> secret, Connection connection) {
    if (secret.isEmpty()) {
      return failed("what was to be sent was encrypted with a key that this server does not have");
    }
    Instant notAfter = secret.get().notAfter();
    return clock.instant().isBefore(notAfter)
        ? ready(message, secret.get(), connection)
        : failed(RetryPolicy.TOO_LATE);
  }

  /** How long WhatsApp's reports must still be awaited, or read, before it may go once more. */
  private Optional<Duration> lookingFor(TenantTx tx, MessageStore.Outgoing message) {
    if (message.unknownSince().isEmpty()) {
      return Optional.empty();
    }
    long rest = restMillis(tx, message.unknownSince().getAsLong());
    if (rest > 0) {
      return Optional.of(Duration.ofMillis(rest));
    }
    return inbox.isBehind(tx, clock.instant().minus(READING))
        ? Optional.of(READING)
        : Optional.empty();
  }

  private boolean mustWait(TenantTx tx, MessageStore.Outgoing message) {
    return message.unknownSince().isPresent()
        && restMillis(tx, message.unknownSince().getAsLong()) > 0;
  }

  private long restMillis(TenantTx tx, long unknownSince) {
    return Settlements.LOOKED_FOR.toMillis() - (receiver.upMillis(tx) - unknownSince);
  }

  private Prepared failed(String why) {
    return new Prepared.Nothing(new AttemptResult.Failed(why, Optional.empty(), clock.instant()));
  }

  /** The first time the message waits for WhatsApp's reports; the second time it has failed. */
  static AttemptResult unknown(MessageStore.Outgoing message, String why, Instant now) {
    return message.unknownAttempts() == 0
        ? new AttemptResult.Unknown(
            "outcome unknown (" + why + "): waiting for WhatsApp before sending again")
        : new AttemptResult.Failed(UNKNOWN_TWICE, Optional.empty(), now);
  }
}
