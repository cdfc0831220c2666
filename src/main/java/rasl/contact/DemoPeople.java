package rasl.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Makes up believable people: the same number and seed give the same person. */
final class DemoPeople {
  private static final int NUMBERS = 10_000_000;

  /** Has no divisor in common with {@link #NUMBERS}, so that no number comes twice. */
  private static final long STEP = 7_368_787;

  private static final Duration SPAN = Duration.ofDays(730);
  private static final List<String> MAILS = List.of("example.com", "example.org", "example.net");

  private final long seed;
  private final Instant now;
  private final Belongings belongings;

  /** What people of the demo point to: the ids of statuses, sources and groups. */
  record Belongings(List<Long> statuses, List<Long> sources, List<Long> groups) {}

  DemoPeople(long seed, Instant now, Belongings belongings) {
    this.seed = seed;
    this.now = now;
    this.belongings = belongings;
  }

  /**
   * One person.
   *
   * @param number from 0; each has a phone of its own up to 200 million
   */
  Contact person(long id, long number) {
    var random = new SplittableRandom(seed * 1_000_003 + number);
    DemoNames.Place place = DemoNames.PLACES.get((int) (number % DemoNames.PLACES.size()));
    DemoNames.Name first = one(place.people().first(), random);
    DemoNames.Name last = one(place.people().last(), random);
    boolean latin = random.nextInt(10) < 3;
    Instant created =
        now.minusSeconds((long) (SPAN.toSeconds() * Math.pow(random.nextDouble(), 2)));
    return new Contact(
        id,
        latin ? first.latin() : first.own(),
        latin ? last.latin() : last.own(),
        random.nextInt(10) < 3 ? one(DemoNames.COMPANIES, random) : null,
        type(random.nextInt(10)),
        random.nextInt(10) < 6 ? email(first, last, number, random) : null,
        "+" + phone(place, number),
        weighted(belongings.statuses(), random),
        weighted(belongings.sources(), random),
        random.nextInt(20) == 0 ? "Asked for a quotation" : null,
        one(place.cities(), random),
        null,
        null,
        null,
        null,
        null,
        groups(random),
        random.nextInt(50) == 0,
        created,
        created);
  }

  private static String phone(DemoNames.Place place, long number) {
    long turn = number / DemoNames.PLACES.size();
    return place.prefix() + "%07d".formatted(turn * STEP % NUMBERS);
  }

  private static String email(
      DemoNames.Name first, DemoNames.Name last, long number, SplittableRandom random) {
    String name = first.latin() + "." + last.latin() + number;
    return name.toLowerCase(Locale.ROOT) + "@" + one(MAILS, random);
  }

  private static String type(int dice) {
    return dice < 6 ? "lead" : dice < 9 ? "customer" : "guest";
  }

  /** The first ones are the most common. */
  private static Long weighted(List<Long> ids, SplittableRandom random) {
    double dice = random.nextDouble();
    return ids.get((int) (dice * dice * ids.size()));
  }

  private List<Long> groups(SplittableRandom random) {
    int dice = random.nextInt(10);
    if (dice < 6) {
      return List.of();
    }
    Long one = weighted(belongings.groups(), random);
    Long other = weighted(belongings.groups(), random);
    return dice < 9 || one.equals(other)
        ? List.of(one)
        : List.of(Math.min(one, other), Math.max(one, other));
  }

  private static <T> T one(List<T> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }
}
