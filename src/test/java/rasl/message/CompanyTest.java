package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import rasl.contact.PhoneReader;
import rasl.crypto.MasterKey;
import rasl.crypto.Sealer;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.job.Lane;
import rasl.message.progress.MessageSecrets;
import rasl.message.progress.MessageStore;
import rasl.message.progress.Progressing;
import rasl.message.progress.Steps;
import rasl.refusal.Refusal;
import rasl.tenant.PhoneRules;
import rasl.whatsapp.receive.WhatsAppUpdate.Progress;

/** What other rooms store together with a message: both or neither, and they hear of its fate. */
class CompanyTest {
  private static final Talk talk = Talk.start(Map.of());
  private static final EventLog events = new EventLog(Clock.systemUTC(), new SecureRandom());
  private static final Refusal NO = new Refusal.FeatureNotAvailable("whatsapp_templates");

  /** As a room would: it stores a row of its own, and refuses where it must. */
  private static final Accompany STORES =
      (tx, message) -> {
        events.record(tx, Event.happened("test.stored", "message", message.id()), null);
        return Optional.empty();
      };

  private static final Accompany REFUSES =
      (tx, message) -> {
        Optional<Refusal> _ = STORES.stored(tx, message);
        return Optional.of(NO);
      };

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void companyIsStoredWithItsMessage() throws InterruptedException {
    String customer = talk.openCustomer();
    Outcome outcome = send(wish(customer).with(STORES), true);
    assertThat(outcome).isInstanceOf(Outcome.Sent.class);
    long id = ((Outcome.Sent) outcome).message().id();
    assertThat(talk.events(id)).contains("message.queued", "test.stored", "message.sent");
    assertThat(talk.outbox(customer)).hasSize(1);
  }

  @Test
  void whatItsCompanyRefusesLeavesNothing() {
    String customer = Talk.customer();
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    try {
      assertThat(send(wish(customer).with(REFUSES), true)).isEqualTo(new Outcome.Refused(NO));
      assertThat(talk.number("select count(*) from message where phone = '" + customer + "'"))
          .isZero();
      assertThat(talk.number("select count(*) from contact where phone_key = '" + customer + "'"))
          .isZero();
    } finally {
      talk.app.set("sandbox", Map.of("window_policy", "auto"));
    }
  }

  @Test
  void aRefusalInAGroupTouchesNobodyElse() throws Exception {
    String customer = talk.openCustomer();
    var outcomes = new ArrayList<Future<Outcome>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        Wish wish = wish(customer).in(Lane.CODE).with(i % 3 == 0 ? REFUSES : STORES);
        outcomes.add(threads.submit(() -> send(wish, false)));
      }
    }
    long refused = 0;
    for (Future<Outcome> outcome : outcomes) {
      refused += outcome.get() instanceof Outcome.Refused ? 1 : 0;
    }
    assertThat(refused).isEqualTo(20);
    assertThat(
            talk.number(
                """
                select count(*) from message join event on resource_id = message.id
                where event.type = 'test.stored' and phone = '%s' and watched
                """
                    .formatted(customer)))
        .isEqualTo(40);
    assertThat(
            talk.number(
                "select count(*) from message where direction = 'outbound' and phone = '"
                    + customer
                    + "'"))
        .isEqualTo(40);
  }

  @Test
  void companyHearsOfEachStepInItsTransaction() throws InterruptedException {
    String customer = talk.openCustomer();
    long watched = ((Outcome.Sent) send(wish(customer).with(STORES), true)).message().id();
    long other = ((Outcome.Sent) send(wish(customer), true)).message().id();
    talk.awaitStatus(watched, "read");
    talk.awaitStatus(other, "read");
    talk.sql("update message set status = 'queued' where id in (%d, %d)".formatted(watched, other));
    var heard = new ArrayList<MessageOutcomes.Step>();
    var store = new MessageStore();
    var steps =
        new Steps(store, new MessageSecrets(sealer()), events, List.of((tx, s) -> heard.addAll(s)));
    Instant now = Instant.parse("2026-03-04T05:06:07Z");
    talk.app
        .db()
        .doInTenant(
            talk.app.sandboxTenant(),
            tx -> {
              List<Progressing> locked = store.lock(tx, List.of(), List.of(watched, other));
              locked.forEach(one -> one.report(Progress.FAILED, now, Optional.empty()));
              steps.write(tx, locked, List.of(), now);
            });
    assertThat(heard)
        .containsExactly(new MessageOutcomes.Step(watched, MessageStatus.FAILED, true, now));
  }

  private static Sealer sealer() {
    return new Sealer(new MasterKey(new byte[32]).derive("test"), new SecureRandom());
  }

  private static Outcome send(Wish wish, boolean waits) {
    return talk.app.sending().send(talk.app.sandboxTenant(), null, wish, waits);
  }

  private static Wish wish(String customer) {
    return Wish.of(new PhoneReader().read("+" + customer, PhoneRules.of("SA")), new Hello());
  }

  private record Hello() implements Wording {
    @Override
    public boolean needsWindow() {
      return true;
    }

    @Override
    public Content content(UnaryOperator<String> merge) {
      return Content.text(merge.apply("Hello @{contact_first_name}"));
    }
  }
}
