package rasl.shop.work;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import rasl.contact.Contact;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.WhyNot;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.Settlement;
import rasl.json.Json;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.shop.connect.Shop;
import rasl.shop.connect.ShopStore;
import rasl.shop.order.Content;
import rasl.shop.order.Contents;
import tools.jackson.databind.JsonNode;

/** Works one event off: what it is about, and what is to be done. */
final class ShopWork implements JobHandler {
  private static final Content NOTHING = new Content.Other();

  private final Db db;
  private final JobQueue queue;
  private final ShopStore shops;
  private final EventStore events;
  private final Buying buying;
  private final Clock clock;

  ShopWork(Db db, JobQueue queue, ShopStore shops, EventStore events, Buying buying, Clock clock) {
    this.db = db;
    this.queue = queue;
    this.shops = shops;
    this.events = events;
    this.buying = buying;
    this.clock = clock;
  }

  /** An event with all that is needed to work it off. */
  private record Loaded(ShopEvent event, Optional<Shop> shop, Optional<byte[]> payload) {}

  @Override
  public void run(Job job) {
    Optional<Loaded> loaded = db.reading(job.tenant(), tx -> load(tx, job.ref()));
    Optional<Outcome> judged = loaded.map(ShopWork::judge);
    try {
      settle(job, tx -> loaded.flatMap(one -> judged.map(what -> acted(tx, one, what))));
    } catch (RefusedException e) {
      // What was done is undone by then; that it was refused is all that stays.
      String why = WhyNot.of(e.refusal()).message();
      settle(job, _ -> judged.map(what -> Outcome.failed(what.content(), why)));
    }
  }

  private void settle(Job job, Function<TenantTx, Optional<Outcome>> work) {
    db.doInTenant(
        job.tenant(),
        tx -> {
          queue.settle(tx, job, new Settlement.Done());
          work.apply(tx).ifPresent(what -> events.finish(tx, job.ref(), what, clock.instant()));
        });
  }

  /** A test is only looked at. */
  private Outcome acted(TenantTx tx, Loaded loaded, Outcome judged) {
    if (judged.status() != Outcome.Status.DONE || loaded.event().isTest()) {
      return judged;
    }
    Content content = judged.content();
    Optional<Contact> contact = buying.contact(tx, loaded.shop().orElseThrow(), content);
    if (contact.isEmpty() && !(content instanceof Content.OfCart)) {
      return Outcome.ignored(content, "There is no phone in it that can be read.");
    }
    return new Outcome(Outcome.Status.DONE, Optional.empty(), content, contact.map(Contact::id));
  }

  private Optional<Loaded> load(TenantTx tx, long id) {
    return events
        .stored(tx, id)
        .map(
            stored ->
                new Loaded(
                    stored.event(), shops.find(tx, stored.event().shopId()), stored.payload()));
  }

  private static Outcome judge(Loaded loaded) {
    if (loaded.shop().isEmpty()) {
      return Outcome.ignored(NOTHING, "The shop is not connected any more.");
    }
    if (loaded.payload().isEmpty()) {
      return Outcome.failed(NOTHING, "The body cannot be read any more: another key sealed it.");
    }
    Shop shop = loaded.shop().get();
    Optional<JsonNode> body = json(loaded.payload().get());
    if (body.isEmpty()) {
      return Outcome.failed(NOTHING, "The body is not JSON.");
    }
    Content content = Contents.read(shop.platform(), loaded.event().topic(), body.get());
    if (!shop.settings().enabled()) {
      return Outcome.ignored(content, "The shop is switched off.");
    }
    return content instanceof Content.Other
        ? Outcome.ignored(content, "It is about no order, cart or customer.")
        : Outcome.done(content);
  }

  static Optional<JsonNode> json(byte[] body) {
    try {
      return Optional.of(Json.parse(body));
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Invalid) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void givenUp(TenantTx tx, Job job) {
    events.finish(
        tx,
        job.ref(),
        Outcome.failed(NOTHING, "Working it off has failed again and again; replay it later."),
        clock.instant());
  }
}
