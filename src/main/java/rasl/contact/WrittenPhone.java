package rasl.contact;

import java.util.Optional;

/**
 * A phone number as somebody wrote it (contract 1.7): either there is one reading, or the digits
 * could be a number with country code, and a stored contact that has exactly these digits decides.
 *
 * @param asInternational the digits read as a number with country code, where they may be one
 * @param reading what libphonenumber makes of it where no stored contact decides; empty where it is
 *     no number at all
 */
public record WrittenPhone(Optional<Phone> asInternational, Optional<Phone> reading) {

  /** A number with one reading. */
  static WrittenPhone certain(Optional<Phone> phone) {
    return new WrittenPhone(Optional.empty(), phone);
  }

  /** Whether no contact could make a number of it. */
  public boolean isHopeless() {
    return asInternational.isEmpty() && reading.isEmpty();
  }
}
