package rasl.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rasl.rules.Statements.Statement;

/**
 * Every statement of the rooms and the migrations keeps the rules, or stands here with its reason.
 */
class DistributionTest {
  private static final String ARRAYS =
      "no copy on plain PostgreSQL; to be joined with tenant_settings before the tables are spread";

  private static final String LISTS =
      "row-level security gives the tenant; the statement is to name it before the tables are"
          + " spread";

  private static final String OUTER = "takes the outer row's tenant; to name it in the inner query";

  private static final String BESIDE = "written beside this test, to be named when it is released";

  /**
   * What breaks a rule and may stay.
   *
   * @param place how the class or the migration begins
   * @param most so many statements; fewer are fine, none is a line too many
   */
  private record Allowed(Rules rule, String place, int most, String reason) {
    boolean isOf(Statement statement) {
      return statement.place().startsWith(place);
    }
  }

  private static Allowed may(Rules rule, String place, int most, String reason) {
    return new Allowed(rule, place, most, reason);
  }

  private static final List<Allowed> ALLOWED =
      Stream.of(
              Stream.of(
                  may(Rules.NAMES_ITS_TENANT, "rasl.http.list.ListReader", 3, LISTS),
                  may(Rules.NAMES_ITS_TENANT, "rasl.http.list.ListQueryParser", 1, LISTS),
                  may(Rules.NAMES_ITS_TENANT, "rasl.installation.KeyRotation", 2, LISTS),
                  may(Rules.NAMES_ITS_TENANT, "rasl.contact.ContactList", 1, OUTER),
                  may(Rules.NAMES_ITS_TENANT, "rasl.contact.ContactStore", 1, OUTER),
                  may(Rules.NAMES_ITS_TENANT, "rasl.contact.WhatsAppIdStore", 2, OUTER),
                  may(Rules.NAMES_ITS_TENANT, "rasl.contact.ContactFields", 1, LISTS),
                  may(Rules.NAMES_ITS_TENANT, "rasl.contact.ContactMerge", 1, OUTER),
                  may(Rules.NAMES_ITS_TENANT, "rasl.message.read.MessageListStore", 3, OUTER),
                  may(Rules.NAMES_ITS_TENANT, "rasl.template.TemplateStore", 3, LISTS),
                  may(
                      Rules.ENTERS_BY_ONE_FUNCTION,
                      "V001__ground.sql",
                      1,
                      "rasl_enter, which does otherwise where Citus is"),
                  may(
                      Rules.CHANGES_BY_FIXED_VALUES,
                      "rasl.whatsapp.receive.InboxStore",
                      2,
                      "waits for a lock first, so the statement's time may lie before not_before"),
                  may(
                      Rules.CHANGES_BY_FIXED_VALUES,
                      "rasl.whatsapp.receive.ReceiverClock",
                      1,
                      "a table of the installation, and a clock"),
                  may(
                      Rules.HAS_NO_TRIGGER,
                      "V007__contacts.sql",
                      7,
                      "the tally and the references of contacts; the program is to keep them"),
                  may(
                      Rules.SETS_NO_PART_OF_A_KEY_TO_NULL,
                      "V010__conversations.sql",
                      1,
                      "conversations of deleted contacts; the program is to do it"),
                  may(
                      Rules.LOCKS_ROWS_ONLY,
                      "rasl.tenant.TenantStore",
                      2,
                      "shared by those that use up a limit, whom a row's lock would let write it"),
                  may(Rules.LOCKS_ROWS_ONLY, "rasl.otp.SendLog", 1, "codes of an hour are counted"),
                  may(
                      Rules.LOCKS_ROWS_ONLY,
                      "rasl.db.Schema",
                      2,
                      "the owner's, before any table is"),
                  may(Rules.NAMES_ITS_CONSTRAINTS, "V2", 20, BESIDE)),
              Stream.of(
                      "contact.ContactStore 1",
                      "contact.ContactWrites 1",
                      "contact.ImportStaging 1",
                      "contact.ImportStore 1",
                      "contact.MembershipStore 3",
                      "contact.WhatsAppIdStore 1",
                      "conversation.ConversationStore 2",
                      "event.EventLog 1",
                      "http.IdempotencyStore 1",
                      "job.JobQueue 1",
                      "media.InboundFileStore 1",
                      "message.hear.InboundStore 1",
                      "message.progress.MessageSecrets 1",
                      "message.progress.MessageStore 1",
                      "otp.LimitStore 1",
                      "whatsapp.receive.InboxStore 1",
                      "webhook. 4",
                      "whatsapp.receive.NoticeStore 1")
                  .map(line -> line.split(" ", -1))
                  .map(
                      line ->
                          may(
                              Rules.INSERTS_FROM_MORE_THAN_ARRAYS,
                              "rasl." + line[0],
                              Integer.parseInt(line[1]),
                              ARRAYS)))
          .flatMap(some -> some)
          .toList();

  @ParameterizedTest
  @EnumSource
  void noStatementBreaksTheRuleUnlessItIsListed(Rules rule) {
    List<Statement> broken =
        Stream.concat(
                Statements.ofRooms().stream(),
                rule.holdsForMigrations() ? Statements.ofMigrations().stream() : Stream.empty())
            .filter(rule::isBrokenBy)
            .toList();
    var left = new ArrayList<>(broken);
    Map<String, Integer> tooMany = new TreeMap<>();
    for (Allowed one : ALLOWED) {
      if (one.rule() == rule) {
        int found = (int) broken.stream().filter(one::isOf).count();
        assertThat(found)
            .as("%s is kept by %s: take the line away", rule, one.place())
            .isPositive();
        left.removeIf(one::isOf);
        if (found > one.most()) {
          tooMany.put(one.place(), found - one.most());
        }
      }
    }
    assertThat(left.stream().map(Statement::toString).collect(Collectors.joining("\n"))).isEmpty();
    assertThat(tooMany).as("new statements that break it, beside those that may").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NAMES_ITS_TENANT | select body from message where id = ?",
        "NAMES_ITS_TENANT | select 1 from contact where tenant_id = ? and id in (select contact_id"
            + " from message)",
        "NAMES_ITS_TENANT | with old as (select id from event) delete from job where tenant_id = ?",
        "ENTERS_BY_ONE_FUNCTION | select set_config('rasl.tenant', ?, true)",
        "CHANGES_BY_FIXED_VALUES | update media set created_at = clock_timestamp() where tenant_id"
            + " = ?",
        "CHANGES_BY_FIXED_VALUES | select id from job where run_at < clock_timestamp() for update",
        "HAS_NO_TRIGGER | create trigger t after insert on contact execute function f()",
        "INSERTS_FROM_MORE_THAN_ARRAYS | insert into event (tenant_id, id) select ?, id from"
            + " unnest(?) as i (id)",
        "SETS_NO_PART_OF_A_KEY_TO_NULL | alter table x add constraint y foreign key (a, b)"
            + " references c on delete set null (b)",
        "LOCKS_ROWS_ONLY | select pg_advisory_xact_lock(?)",
        "NAMES_ITS_CONSTRAINTS | create table x (tenant_id bigint not null, primary key"
            + " (tenant_id))",
      })
  void aStatementThatBreaksTheRuleIsFound(Rules rule, String sql) {
    assertThat(rule.isBrokenBy(new Statement("here", sql))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NAMES_ITS_TENANT | select id from message where tenant_id = ? and contact_id in (select id"
            + " from contact where tenant_id = ?)",
        "NAMES_ITS_TENANT | insert into event (tenant_id, id) values (?, ?)",
        "NAMES_ITS_TENANT | select id from tenant",
        "CHANGES_BY_FIXED_VALUES | update media set created_at = statement_timestamp() where"
            + " tenant_id = ?",
        "INSERTS_FROM_MORE_THAN_ARRAYS | insert into event (tenant_id, id) select s.tenant_id, i.id"
            + " from tenant_settings s cross join unnest(?) as i (id) where s.tenant_id = ?",
        "NAMES_ITS_CONSTRAINTS | create table x (id int, constraint x_pkey primary key (id),"
            + " constraint x_y foreign key (id) references y)",
      })
  void aStatementThatKeepsTheRulePasses(Rules rule, String sql) {
    assertThat(rule.isBrokenBy(new Statement("here", sql))).isFalse();
  }
}
