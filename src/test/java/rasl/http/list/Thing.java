package rasl.http.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row of the list that the tests read, and the same list in memory. */
record Thing(
    long id,
    String name,
    @Nullable String note,
    @Nullable Long size,
    @Nullable Boolean done,
    @Nullable String kind,
    Instant createdAt) {
  private static final List<String> SORTS =
      List.of("id", "name", "note", "size", "done", "kind", "created_at");

  /** A sort by one to three fields, each in either direction. */
  static String randomSort(Random random) {
    var names = new ArrayList<>(SORTS);
    Collections.shuffle(names, random);
    return String.join(
        ",",
        names.subList(0, 1 + random.nextInt(3)).stream()
            .map(name -> (random.nextBoolean() ? "-" : "") + name)
            .toList());
  }

  /** The order that the sort means. */
  static Comparator<Thing> order(String sort) {
    Comparator<Thing> order = Comparator.comparingInt(_ -> 0);
    boolean descending = false;
    for (String item : sort.split(",", -1)) {
      descending = item.startsWith("-");
      Comparator<Thing> next = by(item.replace("-", ""));
      order = order.thenComparing(descending ? next.reversed() : next);
    }
    Comparator<Thing> ties = Comparator.comparingLong(Thing::id);
    return order.thenComparing(descending ? ties.reversed() : ties);
  }

  private static Comparator<Thing> by(String name) {
    return switch (name) {
      case "id" -> Comparator.comparingLong(Thing::id);
      case "name" -> Comparator.comparing(t -> t.name().toLowerCase(Locale.ROOT));
      case "note" -> nullable(Thing::note);
      case "size" -> nullable(Thing::size);
      case "done" -> nullable(Thing::done);
      case "kind" -> nullable(Thing::kind);
      default -> Comparator.comparing(Thing::createdAt);
    };
  }

  private static <C extends Comparable<C>> Comparator<Thing> nullable(
      Function<Thing, @Nullable C> key) {
    return Comparator.comparing(
        t -> Optional.ofNullable(key.apply(t)),
        (a, b) ->
            a.isPresent() && b.isPresent()
                ? a.get().compareTo(b.get())
                : Boolean.compare(a.isEmpty(), b.isEmpty()));
  }

  /** Things with many ties and nulls; always the same for a seed. */
  static List<Thing> sample(long seed) {
    var random = new Random(seed);
    var things = new ArrayList<Thing>();
    List<String> words = List.of("a_b", "A_b", "a%", "A\\b", "x", "Äpfel%", "äpfel%", "Zoo");
    List<Instant> times =
        List.of(
            Instant.parse("2025-12-11T23:59:59.999999Z"),
            Instant.parse("2025-12-12T00:00:00Z"),
            Instant.parse("2025-12-12T23:59:59.999999Z"),
            Instant.parse("2025-12-13T00:00:00Z"),
            Instant.parse("2025-12-13T00:00:00.000001Z"));
    for (long id = 1; id <= 77; id++) {
      things.add(
          new Thing(
              id,
              pick(random, words),
              orNull(random, pick(random, words)),
              orNull(random, (long) random.nextInt(6)),
              orNull(random, random.nextBoolean()),
              orNull(random, pick(random, List.of("lead", "guest"))),
              pick(random, times)));
    }
    return things;
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static <T> @Nullable T orNull(Random random, T value) {
    return random.nextInt(4) == 0 ? null : value;
  }
}
