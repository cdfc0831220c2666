package rasl.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** People who do not exist, but could. */
class DemoPeopleTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final DemoPeople PEOPLE = people(1);

  private static DemoPeople people(long seed) {
    var belongings =
        new DemoPeople.Belongings(List.of(1L, 2L, 3L), List.of(4L, 5L), List.of(6L, 7L, 8L));
    return new DemoPeople(seed, NOW, belongings);
  }

  private static List<Contact> some(DemoPeople people, long from) {
    return LongStream.range(from, from + 2000).mapToObj(n -> people.person(n, n)).toList();
  }

  @Test
  void havePhonesThatTheirCountriesGive() throws NumberParseException {
    var numbers = PhoneNumberUtil.getInstance();
    Set<String> regions = new HashSet<>();
    for (Contact one : some(PEOPLE, 5_000_000)) {
      var number = numbers.parse(one.phone(), "ZZ");
      assertThat(numbers.isPossibleNumber(number)).as(one.phone()).isTrue();
      regions.add(numbers.getRegionCodeForNumber(number));
      assertThat(new Phone(String.valueOf(one.phone()).substring(1)).international())
          .isEqualTo(one.phone());
    }
    assertThat(regions).contains("SA", "AE", "EG", "JO", "KW", "QA", "TR", "MA", "DE", "GB", "IN");
  }

  @Test
  void areTheSameForTheSameSeedAndNobodyTwice() {
    List<Contact> first = some(PEOPLE, 0);
    assertThat(some(people(1), 0)).isEqualTo(first);
    assertThat(some(people(2), 0)).isNotEqualTo(first);
    List<Contact> far = some(PEOPLE, 199_000_000);
    assertThat(java.util.stream.Stream.concat(first.stream(), far.stream()).map(Contact::phone))
        .doesNotHaveDuplicates();
    assertThat(first.stream().map(Contact::email).filter(email -> email != null))
        .doesNotHaveDuplicates()
        .hasSizeBetween(1000, 1400);
    assertThat(first)
        .allMatch(one -> !one.createdAt().isAfter(NOW))
        .anyMatch(one -> one.firstname().equals("محمد"))
        .anyMatch(one -> one.groupId().size() == 2)
        .anyMatch(Contact::isOptedOut);
  }
}
