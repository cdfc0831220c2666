package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** Groups and who is in them: contract 2.3. */
class GroupsTest {
  private static final String PATH = "/api/v2/groups";
  private static TestApp app;
  private static int tenants;
  private Crm crm;
  private Api api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @BeforeEach
  void enter() {
    crm = Crm.of(app, "groups-" + tenants++);
    api = crm.api();
  }

  @Test
  void aGroupIsCreatedListedChangedAndDeleted() {
    Api.Reply created = api.post(201, PATH, Map.of("name", " VIP "));
    assertThat(created.json().path("message").asString()).isEqualTo("Group created successfully");
    String one = PATH + "/" + created.data().path("id").asLong();
    assertThat(Crm.fault(api.post(422, PATH, Map.of("name", "vip")), "name")).contains("taken");
    assertThat(api.get(200, one).data()).isEqualTo(created.data());
    assertThat(api.get(200, PATH + "?search=vi&sort=-name").data().path(0))
        .isEqualTo(created.data());
    Api.Reply changed = api.patch(200, one, Map.of("name", "VIPs"));
    assertThat(changed.json().path("message").asString()).isEqualTo("Group updated successfully");
    Api.Reply deleted = api.delete(200, one);
    assertThat(deleted.json().path("message").asString()).isEqualTo("Group deleted successfully");
    api.get(404, one);
    assertThat(crm.events("group"))
        .extracting(event -> event.path("type").asString())
        .containsExactly("group.created", "group.updated", "group.deleted");
  }

  @Test
  void contactsAreAddedOnceAndRemovedOnce() {
    long group = crm.group("VIP");
    String members = PATH + "/" + group + "/contacts";
    long one = crm.create("+966500000101");
    long two = crm.create("+966500000102");
    Api.Reply added = api.post(200, members, Map.of("contact_ids", List.of(one, one)));
    assertThat(added.data().path("contacts_added").asInt()).isEqualTo(1);
    assertThat(added.data().path("group_id").asLong()).isEqualTo(group);
    assertThat(added.json().path("message").asString()).isNotEmpty();
    assertThat(
            api.post(200, members, Map.of("contact_ids", List.of(one, two)))
                .data()
                .path("contacts_added")
                .asInt())
        .isEqualTo(1);
    assertThat(ids("?sort=id&filter%5Bgroup_id%5D=" + group)).containsExactly(one, two);
    assertThat(
            api.delete(200, members, Map.of("contact_ids", List.of(two, 999_999)))
                .data()
                .path("contacts_removed")
                .asInt())
        .isEqualTo(1);
    assertThat(ids("?filter%5Bgroup_id%5D=" + group)).containsExactly(one);
    assertThat(ids("?filter%5Bgroup_id%5D%5Bne%5D=" + group)).containsExactly(two);
  }

  @Test
  void aChangedMembershipIsAnEventOfTheContact() {
    long group = crm.group("VIP");
    long contact = crm.create("+966500000103");
    String members = PATH + "/" + group + "/contacts";
    api.post(200, members, Map.of("contact_ids", List.of(contact)));
    api.post(200, members, Map.of("contact_ids", List.of(contact)));
    api.delete(200, members, Map.of("contact_ids", List.of(contact)));
    List<JsonNode> events = crm.events("contact");
    assertThat(events)
        .extracting(event -> event.path("type").asString())
        .containsExactly("contact.created", "contact.updated", "contact.updated");
    assertThat(events.get(1).at("/body/modified_fields/0").asString()).isEqualTo("group_id");
    assertThat(events.get(1).at("/body/relationships/groups/0/name").asString()).isEqualTo("VIP");
    assertThat(events.get(2).at("/body/current/group_id")).isEmpty();
  }

  @Test
  void unknownContactsAndGroupsAreRefused() {
    long contact = crm.create("+966500000104");
    String members = PATH + "/" + crm.group("VIP") + "/contacts";
    Api.Reply refused = api.post(422, members, Map.of("contact_ids", List.of(contact, 999_999)));
    assertThat(Crm.fault(refused, "contact_ids.1")).contains("999999");
    assertThat(ids("?filter%5Bgroup_id%5D=" + members.split("/", -1)[4])).isEmpty();
    api.post(422, members, Map.of("contact_ids", List.of()));
    api.post(422, members, Map.of());
    api.delete(422, members, Map.of("contact_ids", "5"));
    api.post(404, PATH + "/999999/contacts", Map.of("contact_ids", List.of(contact)));
    api.delete(404, PATH + "/999999/contacts", Map.of("contact_ids", List.of(contact)));
  }

  @Test
  void aDeletedContactIsAMemberNoLonger() {
    long group = crm.group("VIP");
    long contact =
        crm.create(crm.fields("+966500000106", "groups", List.of(group))).path("id").asLong();
    api.delete(200, "/api/v2/contacts/" + contact);
    long left =
        app.db()
            .inTenant(
                crm.tenant(),
                tx ->
                    tx.first(
                            "select count(*) as members from contact_group_member",
                            row -> row.getLong("members"))
                        .orElseThrow());
    assertThat(left).isZero();
  }

  @Test
  void deletingAGroupRemovesTheMembershipsAndNeverTheContacts() {
    long group = crm.group("VIP");
    long contact =
        crm.create(crm.fields("+966500000105", "groups", List.of(group))).path("id").asLong();
    api.delete(200, PATH + "/" + group);
    assertThat(api.get(200, "/api/v2/contacts/" + contact).data().path("group_id")).isEmpty();
  }

  private List<Long> ids(String query) {
    return api.get(200, "/api/v2/contacts" + query)
        .data()
        .valueStream()
        .map(row -> row.path("id").asLong())
        .toList();
  }

  @Test
  void aHundredFaultsAreNamedAndTheOthersCounted() {
    String members = PATH + "/" + crm.group("VIP") + "/contacts";
    String wrong = "{\"contact_ids\":[" + "\"x\",".repeat(249_999) + "\"x\"]}";
    assertFaults(api.call(422, "POST", members, wrong), 249_900);
    List<Long> unknown = LongStream.range(0, 1_000).mapToObj(i -> 999_000_000 + i).toList();
    Api.Reply refused = api.post(422, members, Map.of("contact_ids", unknown));
    assertFaults(refused, 900);
    assertThat(Crm.fault(refused, "contact_ids.99")).contains("999000099");
    // A neighbour's contacts are as unknown as those of nobody.
    long theirs = Crm.of(app, "groups-beside-" + tenants).create("+966500000001");
    Api.Reply one = api.post(422, members, Map.of("contact_ids", List.of(theirs)));
    assertThat(one.error().path("details").path("errors").propertyNames())
        .containsExactly("contact_ids.0");
  }

  private static void assertFaults(Api.Reply refused, int more) {
    assertThat(refused.error().path("details").path("errors").size()).isEqualTo(101);
    assertThat(Crm.fault(refused, "more")).isEqualTo("There are " + more + " more faults.");
    assertThat(refused.text().length()).isLessThan(20_000);
  }
}
