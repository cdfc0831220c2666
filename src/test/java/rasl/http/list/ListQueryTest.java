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
    for (String wrong : List.of("0", "-1", "abc", "1.5", "2147483648", "99999999999999", "%2B5")) {
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
            "filter[size]=1.5",
            "filter[size]=99999999999999999999",
            "filter[id][in]=1,x",
            "filter[id][in]=,",
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
  void whatIsEmptyCountsAsLeftOut() {
    ListQuery empty =
        parse("page=&per_page=%20&cursor=&search=&filter[size]=&filter[id][in]=%20&filter[done]=");
    assertThat(empty.page()).contains(1);
    assertThat(empty.perPage()).isEqualTo(15);
    assertThat(empty.condition()).isEqualTo(Condition.ALL);
    assertThat(faults("filter[nope]=&filter[name][regex]=")).hasSize(2);
  }

  @Test
  void listsHaveAtMost100ValuesAndPartsAtMost255Characters() {
    String hundred = "1,".repeat(100);
    for (String operator : List.of("in", "not_in")) {
      assertThat(faults("filter[size][" + operator + "]=" + hundred)).isEmpty();
      assertThat(faults("filter[size][" + operator + "]=" + hundred + "1").values())
          .containsExactly(
              List.of(
                  "The filter[size][%s] parameter takes at most 100 values, and has 101."
                      .formatted(operator)));
    }
    String part = "%F0%9F%99%82".repeat(255);
    for (String parameter : List.of("filter[note][like]", "search", "q")) {
      assertThat(faults(parameter + "=" + part)).isEmpty();
      assertThat(faults(parameter + "=" + part + "a"))
          .containsEntry(
              parameter,
              List.of("The " + parameter + " parameter must be at most 255 characters."));
    }
    assertThat(faults("filter[note]=" + part + part)).isEmpty();
  }

  /** However many values there are, the statement is as long. */
  @Test
  void aListIsOneParameter() {
    for (String list : List.of("name=a,b", "note=a,b", "size=1,2", "done=0,1", "kind=lead,guest")) {
      Condition condition = parse("filter[" + list.replace("=", "][not_in]=")).condition();
      assertThat(condition.parameters()).as(list).hasSize(1);
    }
  }

  @Test
  void aWrongValueIsNamedAndSoIsWhatARightOneLooksLike() {
    assertThat(said("filter[size]=1.5")).endsWith("must be an integer, such as 42; 1.5 is not.");
    assertThat(said("filter[id][in]=1,x,2")).endsWith("integer, such as 42; x is not.");
    assertThat(said("filter[done]=perhaps")).endsWith("must be true or false; perhaps is not.");
    assertThat(said("filter[kind]=alien")).endsWith("must be one of lead, guest; alien is not.");
    assertThat(said("filter[created_at]=01.01.2025"))
        .endsWith(
            "must be a date, such as 2026-01-31, or a time with offset, such as"
                + " 2026-01-31T09:30:00+03:00; 01.01.2025 is not.");
    assertThat(said("filter[group_id][in]=5,0")).endsWith("must be an integer but 0; 0 is not.");
    assertThat(said("filter[size]=" + "x".repeat(60)))
        .endsWith("; " + "x".repeat(50) + "… is not.");
  }

  @Test
  void anUnknownOperatorIsRefusedWithThoseThatAreKnown() {
    assertThat(said("filter[name][regex]=a"))
        .isEqualTo(
            "The filter[name][regex] parameter does not know the operator regex for name; it takes"
                + " ne, gt, gte, lt, lte, like, in, not_in, between, null, and none for equality.");
    assertThat(said("filter[group_id][gt]=1"))
        .endsWith("takes ne, in, not_in, and none for equality.");
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
    for (String wrong : List.of("abc", "!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
      assertThat(faults("cursor=" + wrong)).containsOnlyKeys("cursor");
    }
  }

  @Test
  void aListThatCannotBeSortedNewestFirstIsNoList() {
    assertThatThrownBy(() -> new ListSpec("x", "x.id", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String said(String query) {
    Map<String, List<String>> faults = faults(query);
    assertThat(faults).as(query).hasSize(1);
    return faults.values().iterator().next().getFirst();
  }

  private static String sort(String sort) {
    return Keyset.orderBy(parse("sort=" + sort).sort());
  }
}
