package rasl.media;

import java.time.Instant;
import java.util.Map;
import rasl.db.TenantTx;
import rasl.job.JobQueue;
import rasl.job.NewJob;
import rasl.whatsapp.receive.InboundMedia;

/** Files that customers sent: noted with their messages, then fetched in the background. */
public final class InboundFiles {
  static final String FETCH = "media.fetch";

  private final InboundFileStore store;
  private final JobQueue queue;

  InboundFiles(InboundFileStore store, JobQueue queue) {
    this.store = store;
    this.queue = queue;
  }

  /**
   * Notes the files of messages, in the transaction that stores the messages; each is fetched soon
   * after, and kept as its message's.
   *
   * @param files by the messages' ids
   */
  public void expect(TenantTx tx, Map<Long, InboundMedia> files, Instant now) {
    if (files.isEmpty()) {
      return;
    }
    store.insertAll(tx, files, now);
    var _ = queue.enqueueAll(tx, FETCH, files.keySet().stream().map(NewJob::ready).toList());
  }
}
