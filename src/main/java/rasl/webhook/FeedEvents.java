package rasl.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import rasl.db.TenantTx;
import rasl.event.EventJson;
import rasl.event.EventModule;
import rasl.event.Feed;
import rasl.event.FeedEvent;
import rasl.event.FeedReaders;

/** The events of the tenants' feeds. */
final class FeedEvents implements EventSource {
  private static final String KIND = "webhook";
  private static final byte[] NOT_WANTED = new byte[0];

  private final Feed feed;
  private final FeedReaders readers;
  private final EventJson json;

  FeedEvents(EventModule events) {
    this.feed = events.feed();
    this.readers = events.readers();
    this.json = events.json();
  }

  @Override
  public void opened(TenantTx tx, long endpoint, boolean statuses) {
    readers.opened(
        tx,
        KIND,
        String.valueOf(endpoint),
        statuses ? FeedReaders.Interest.STATUSES : FeedReaders.Interest.RECORDS);
  }

  @Override
  public void closed(TenantTx tx, long endpoint) {
    readers.closed(tx, KIND, String.valueOf(endpoint));
  }

  @Override
  public OptionalLong start(TenantTx tx, long endpoint) {
    return readers.start(tx, KIND, String.valueOf(endpoint));
  }

  @Override
  public List<Occurrence> after(TenantTx tx, long position, int most, Predicate<String> wanted) {
    List<FeedEvent> events = feed.after(tx, position, most);
    List<FeedEvent> whole = events.stream().filter(event -> wanted.test(event.type())).toList();
    List<byte[]> rendered = json.render(tx, whole);
    var all = new ArrayList<Occurrence>();
    int next = 0;
    for (FeedEvent event : events) {
      all.add(occurrence(event, wanted.test(event.type()) ? rendered.get(next++) : NOT_WANTED));
    }
    return all;
  }

  @Override
  public Optional<Occurrence> at(TenantTx tx, long position) {
    return feed.at(tx, position)
        .map(event -> occurrence(event, json.render(tx, List.of(event)).getFirst()));
  }

  @Override
  public long newest(TenantTx tx) {
    return feed.newest(tx);
  }

  private static Occurrence occurrence(FeedEvent event, byte[] json) {
    return new Occurrence(
        event.position(),
        event.publicId(),
        event.type(),
        event.resourceType(),
        event.resourceId(),
        event.occurredAt(),
        json);
  }
}
