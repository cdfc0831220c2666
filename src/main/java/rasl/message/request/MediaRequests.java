package rasl.message.request;

import java.util.Optional;
import rasl.contact.Newcomer;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.job.Lane;
import rasl.media.KeptFile;
import rasl.media.MediaFiles;
import rasl.message.Wish;
import rasl.message.accept.FiledWish;
import rasl.refusal.RefusedException;

/** Reads {@code POST /messages/media}: every fault at once; then a file that came along is kept. */
public final class MediaRequests {
  /** Contract 2.5: fewer than in the other sends. */
  private static final int MAX_PHONE = 15;

  private final Addressees addressees;
  private final Links links;
  private final MediaFiles files;

  public MediaRequests(Addressees addressees, Links links, MediaFiles files) {
    this.addressees = addressees;
    this.links = links;
    this.files = files;
  }

  /**
   * The wish to send a file.
   *
   * @throws RefusedException where anything is wrong with the request
   */
  FiledWish read(TenantId tenant, Fields in, Lane lane) {
    Addressee addressee = addressees.read(tenant, in, MAX_PHONE);
    Optional<Newcomer> newcomer = Newcomer.from(in);
    SendMedia media = SendMedia.from(tenant, in, links, files);
    try {
      return in.orRefuse(() -> filed(tenant, addressee, newcomer, media, lane));
    } catch (RefusedException e) {
      media.file().ifPresent(files::drop);
      throw e;
    }
  }

  /**
   * The wish to send a file that is only looked at: no file is kept.
   *
   * @throws RefusedException where anything is wrong with the request
   */
  Wish toPreview(TenantId tenant, Fields in) {
    Addressee addressee = addressees.read(tenant, in, MAX_PHONE);
    Optional<Newcomer> newcomer = Newcomer.from(in);
    SendMedia media = SendMedia.from(tenant, in, links, files);
    try {
      return in.orRefuse(
          () -> addressee.wish(media.wording(Optional.empty())).ofNewcomer(newcomer));
    } finally {
      media.file().ifPresent(files::drop);
    }
  }

  private FiledWish filed(
      TenantId tenant,
      Addressee addressee,
      Optional<Newcomer> newcomer,
      SendMedia media,
      Lane lane) {
    Optional<KeptFile> kept = media.file().map(file -> files.keep(tenant, file));
    Wish wish = addressee.wish(media.wording(kept)).ofNewcomer(newcomer).in(lane);
    return kept.map(file -> FiledWish.of(files, wish, file))
        .orElseGet(() -> FiledWish.without(wish));
  }
}
