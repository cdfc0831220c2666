package rasl.contact;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import rasl.http.list.ListSpec;
import rasl.tenant.PhoneRules;
import rasl.text.Folding;

/**
 * What a search for contacts looks for: the text in whatever way it is written, and where it looks
 * like a phone, its digits in every spelling, as the lines of one text.
 */
public final class ContactSearch {
  private static final Pattern PHONE = Pattern.compile("[0-9+() -]+");

  private final PhoneReader phones;

  public ContactSearch(PhoneReader phones) {
    this.phones = phones;
  }

  /**
   * A search by contacts.
   *
   * @param function of the database
   * @param rules how the tenant's phones are read; asked only where a phone is looked for
   */
  public ListSpec.Search by(String function, Supplier<PhoneRules> rules) {
    return new ListSpec.Search(function, text -> wanted(text, rules));
  }

  private String wanted(String text, Supplier<PhoneRules> rules) {
    String folded = Folding.folded(text);
    Set<String> lines = new LinkedHashSet<>();
    lines.add(folded);
    if (PHONE.matcher(folded).matches()) {
      lines.addAll(digits(folded, rules.get()));
    }
    return String.join("\n", lines);
  }

  /** Those of a part of a phone too: without the zeros that begin a number, but for its end. */
  private Set<String> digits(String text, PhoneRules rules) {
    String digits = text.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
    if (digits.isEmpty()) {
      return Set.of();
    }
    Set<String> all = new LinkedHashSet<>();
    all.add(digits);
    phones.read(text, rules).all().forEach(phone -> all.addAll(phone.candidates()));
    return all;
  }
}
