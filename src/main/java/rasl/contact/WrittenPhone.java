package rasl.contact;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A phone number as somebody wrote it (contract 1.7). What WhatsApp or an earlier plan of numbers
 * made a contact's stays that contact's, though it may be no number by today's plan: so a stored
 * contact that has exactly these digits decides.
 *
 * @param ifStored what the digits may be with country code, where a stored contact has it, the
 *     likeliest first
 * @param reading what libphonenumber makes of it where no stored contact decides; empty where it is
 *     no number at all
 */
public record WrittenPhone(List<Phone> ifStored, Optional<Phone> reading) {
  public WrittenPhone {
    ifStored = List.copyOf(ifStored);
  }

  /** What is written can be nothing else. */
  static final WrittenPhone NONE = new WrittenPhone(List.of(), Optional.empty());

  /**
   * The phone that is meant.
   *
   * @param stored whether a contact has it
   */
  public Optional<Phone> meant(Predicate<Phone> stored) {
    return ifStored.stream().filter(stored).findFirst().or(() -> reading);
  }

  /** With more that it may be where a stored contact has it, unless it is a number as it is. */
  WrittenPhone orElseStored(List<Phone> more) {
    return reading.isPresent()
        ? this
        : new WrittenPhone(Stream.concat(ifStored.stream(), more.stream()).toList(), reading);
  }

  /** With another reading where there is none. */
  WrittenPhone orElse(Supplier<Optional<Phone>> weaker) {
    return reading.isPresent() ? this : new WrittenPhone(ifStored, weaker.get());
  }

  /** Digits that this server answered before are a phone, whether a plan knows them or not. */
  WrittenPhone asItWas() {
    return reading.isPresent() ? this : new WrittenPhone(ifStored, ifStored.stream().findFirst());
  }

  /** Every phone that it may be. */
  public Stream<Phone> all() {
    return Stream.concat(ifStored.stream(), reading.stream()).distinct();
  }

  /** Whether no contact could make a number of it. */
  public boolean isHopeless() {
    return ifStored.isEmpty() && reading.isEmpty();
  }
}
