package rasl.http.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rasl.http.list.Things.faults;
import static rasl.http.list.Things.parse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ListQueryTest {

  @Test
  void withoutParametersItIsTheFirst15NewestFirst() {
    ListQuery query = parse("");
    assertThat(query.page()).contains(1);
    assertThat(query.perPage()).isEqualTo(15);
    assertThat(Keyset.orderBy(query.sort())).isEqualTo("t.created_at desc, t.id desc");
    assertThat(query.fields()).isEmpty();
  }

  @Test
  void perPageIsAtMost100AndNonsenseIsRefused() {
    assertThat(parse("per_page=100").perPage()).isEqualTo(100);
    assertThat(parse("per_page=101").perPage()).isEqualTo(100);
    assertThat(parse("per_page=2147483647").perPage()).isEqualTo(100);
    for (String wrong :
        List.of("0", "-1", "abc", "", "1.5", "2147483648", "99999999999999", "%2B5")) {
      assertThat(faults("per_page=" + wrong)).as(wrong).containsOnlyKeys("per_page");
      assertThat(faults("page=" + wrong)).as(wrong).containsOnlyKeys("page");
    }
    assertThat(parse("page=2147483647").page()).contains(2147483647);
  }

  @Test
  void theIdBreaksTiesInTheLastSortsDirection() {
    assertThat(sort("name")).isEqualTo("t.name_key asc, t.id asc");
    assertThat(sort("size,-note")).isEqualTo("t.size asc, t.note desc, t.id desc");
    assertThat(sort("-id,name")).isEqualTo("t.id desc");
    assertThat(sort("name,-name")).isEqualTo("t.name_key asc, t.id asc");
    assertThat(sort("")).isEqualTo("t.created_at desc, t.id desc");
  }

  @Test
  void unknownNamesAreRefusedAllAtOnceAndNamed() {
    Map<String, List<String>> faults =
        faults(
            "sort=-nope,hidden&fields=id,secret&include=owner,x&filter[y]=1&filter[hidden]=1&page=0");
    assertThat(faults)
        .containsOnlyKeys("page", "sort", "fields", "include", "filter[y]", "filter[hidden]");
    assertThat(faults.get("sort"))
        .containsExactly(
            "The sort parameter does not know nope; it takes id, name, note, size, done, kind,"
                + " created_at.",
            "The sort parameter does not know hidden; it takes id, name, note, size, done, kind,"
                + " created_at.");
    assertThat(faults.get("include"))
        .containsExactly("The include parameter does not know x; it takes owner, groups.");
  }

  @Test
  void unknownParametersAreIgnored() {
    assertThat(faults("whatever=1&sort_by=x&filters[a]=b&utm[x]=1")).isEmpty();
  }

  @Test
  void fieldsAndIncludesAreListsOfNames() {
    ListQuery query = parse("fields=name,%20note&include=groups");
    assertThat(query.fields()).containsExactly("name", "note");
    assertThat(query.includes("groups")).isTrue();
    assertThat(query.includes("owner")).isFalse();
  }

  @Test
  void valuesAreCheckedAgainstTheFieldsType() {
    for (String wrong :
        List.of(
            "filter[size]=abc",
            "filter[size]=",
            "filter[size]=1.5",
            "filter[size]=99999999999999999999",
            "filter[id][in]=1,x",
            "filter[id][in]=",
            "filter[id][between]=1",
            "filter[id][between]=1,2,3",
            "filter[size][null]=maybe",
            "filter[done]=perhaps",
            "filter[kind]=alien",
            "filter[created_at]=yesterday",
            "filter[created_at]=2025-02-30",
            "filter[created_at]=2025-01-01T00:00:00",
            "filter[created_at][gte]=01.01.2025",
            "filter[group_id]=x",
            "filter[group_id]=0")) {
      assertThat(faults(wrong)).as(wrong).hasSize(1);
    }
  }

  @Test
  void operatorsMustFitTheField() {
    for (String wrong :
        List.of(
            "filter[size][like]=1",
            "filter[created_at][like]=2025",
            "filter[done][gt]=true",
            "filter[kind][gte]=lead",
            "filter[name][eq]=a",
            "filter[name][]=a",
            "filter[name][regex]=a",
            "filter[group_id][gt]=1",
            "filter[group_id][null]=true",
            "filter[name][ne][x]=1",
            "filter[]=1",
            "filter[name=1",
            "filter=1")) {
      assertThat(faults(wrong)).as(wrong).hasSize(1);
    }
  }

  @Test
  void aCursorThatIsNotOursIsRefused() {
    for (String wrong : List.of("", "abc", "!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
      assertThat(faults("cursor=" + wrong)).containsOnlyKeys("cursor");
    }
  }

  @Test
  void aListThatCannotBeSortedNewestFirstIsNoList() {
    assertThatThrownBy(() -> new ListSpec("x", "x.id", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String sort(String sort) {
    return Keyset.orderBy(parse("sort=" + sort).sort());
  }
}
